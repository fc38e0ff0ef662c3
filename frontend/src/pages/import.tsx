/** The page on which a published model is brought in. */
import { en } from "../i18n/imports-en";
import { ko } from "../i18n/imports-ko";
import { Importer } from "../imports/importer";
import type { ImportPage } from "../imports/state";
import { pageData } from "../shared/page";
import { draw, i18n } from "./start";

i18n.addResourceBundle("en", "translation", en, true);
i18n.addResourceBundle("ko", "translation", ko, true);
draw(<Importer page={pageData<ImportPage>()} />);
