/** A new run: what learns, from which text, for how long; what it costs; start. */
import { en } from "../i18n/queue-en";
import { ko } from "../i18n/queue-ko";
import { pageData } from "../shared/page";
import { NewRun, type NewRunPage } from "./run-new-form";
import { draw, i18n } from "./start";

i18n.addResourceBundle("en", "translation", { queue: en }, true);
i18n.addResourceBundle("ko", "translation", { queue: ko }, true);

draw(<NewRun page={pageData<NewRunPage>()} />);
