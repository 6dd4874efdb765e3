import { copyOnClick } from "./copy.js";
import { dialogs } from "./dialogs.js";
import { filters } from "./filters.js";
import { keepWords } from "./words.js";

document.documentElement.classList.add("js");
copyOnClick(document);
dialogs(document);
filters(document);
keepWords(document);
