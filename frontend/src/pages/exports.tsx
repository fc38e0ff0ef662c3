/** The model's page: the formats it can be had in, each with its proof. */
import { Exports } from "../exports/exports";
import { pageData } from "../shared/page";
import { draw } from "./start";

draw(<Exports model={pageData<{ id: string }>().id} />, "exports-root");
