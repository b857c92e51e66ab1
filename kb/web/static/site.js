// Enhances pages that already work: results in place, keys, copying, uploads.
import { startKeys } from "./keys.js";
import { startSearch } from "./search.js";
import { startUpload } from "./upload.js";
import { startCopy } from "./copy.js";
import { startFeedback } from "./feedback.js";

document.documentElement.classList.add("js");
startCopy();
startKeys();
startSearch();
startUpload();
startFeedback();
