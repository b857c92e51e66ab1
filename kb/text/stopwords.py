"""Words that carry no subject, question words included, as lower-case surface forms and lemmas."""

from __future__ import annotations

ENGLISH = frozenset(
    """a about after all also am an and any are as at be because been before being between both but by can could did do
    does doing during each few for from further had has have having he her here hers him his how i if in into is it its
    itself just many may me might more most much must my no nor not of off on once only or other our out over own per
    please s same shall she should so some such t than that the their them then there these they this those through to
    too under until up upon us very was we were what when where whether which while who whom whose why will with within
    would you your""".split()
)
UKRAINIAN = frozenset(
    """а або але б без би буде був була були було бути в вам вас вже ви від він вона вони воно все всі всього вся где де
    для до його йому за з зі із і й її їх їй їм інший є ж же звідки здійснити здійснювати зокрема із-за інші коли котрий
    кого кому куди лише має мати мене мені ми мій може можна мої на навіщо над нам нас наш не нею ним них ні ніж о об
    один однак от ось по поки під після при про саме свій себе сказати скільки ти та так також такий там те тебе тим
    тільки то тобто тоді той того тому тут у уже усі хоч хто це цей цього цьому ці цих ця чи чий через чим чого чому
    що щоб щодо що-небудь який яка яке які якій якого якої якому якою яких яку якщо як я""".split()
)
RUSSIAN = frozenset(
    """а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее если
    есть еще же за здесь и из или им их к как какая какие какой когда кто куда ли между меня мне мы на над надо наш не
    него нее нет ни них но ну о об один однако он она они оно от по под после при про с сам свой себя сколько со так
    также такой там те тем то того тоже только том тот ты у уже чего чей чем через что чтобы эта эти это этот я""".split()
)
JAPANESE = frozenset("こと もの ため よう それ これ どの どれ なに なん いつ どこ 場合 及び 並び また".split())

STOPWORDS = ENGLISH | UKRAINIAN | RUSSIAN | JAPANESE
