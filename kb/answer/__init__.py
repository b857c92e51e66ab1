"""Answers over several documents: a digest of their own sentences, or a text that a configured model writes from them.

Every sentence has passages behind it. `kb.answer.answerer` is the way in.
"""
