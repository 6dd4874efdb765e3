import { copyOnClick } from "./copy.js";
import { dialogs } from "./dialogs.js";
import { filters } from "./filters.js";

document.documentElement.classList.add("js");
copyOnClick(document);
dialogs(document);
filters(document);
