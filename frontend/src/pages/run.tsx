/** The run page: state, charts, samples and log, live. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EMPTY } from "../charts/events";
import { NO_CURVE } from "../charts/curves";
import { RunWatcher, type Watched } from "../charts/watcher";
import { pageData } from "../shared/page";
import { en } from "../i18n/watching-en";
import { ko } from "../i18n/watching-ko";
import { en as queueEn } from "../i18n/queue-en";
import { ko as queueKo } from "../i18n/queue-ko";
import { usePlace } from "../queue/waiting";
import { useEnding } from "../watch/ending";
import { Checkpoints } from "../watch/checkpoints";
import { Log } from "../watch/log";
import { RunCharts } from "../watch/run-charts";
import { Samples } from "../watch/samples";
import "../watch/watch.css";
import { RunHead } from "./run-head";
import { Diagnosis, Facts, Warnings } from "./run-parts";
import type { Run, RunPage } from "./run-types";
import { draw, i18n } from "./start";

i18n.addResourceBundle("en", "translation", { watch: en, queue: queueEn }, true);
i18n.addResourceBundle("ko", "translation", { watch: ko, queue: queueKo }, true);

function RunIsland({ page }: { page: RunPage }) {
  const [watched, setWatched] = useState<Watched<Run>>({ run: page.run, link: "connecting", refusal: "", log: EMPTY, metric: NO_CURVE, evals: NO_CURVE, norms: NO_CURVE, device: NO_CURVE, latest: null, loaded: false });
  const { t } = useTranslation();
  const watcher = useRef<RunWatcher<Run> | null>(null);
  const run = usePlace(watched.run ?? page.run);
  useEffect(() => {
    const live = (watcher.current = new RunWatcher<Run>(page.id, (state) => setWatched({ ...state, run: state.run ?? page.run })));
    live.start();
    return () => live.stop();
  }, [page]);
  useEnding(run);
  return (
    <>
      <RunHead page={page} run={run} link={watched.link} />
      {watched.link === "refused" && <p className="message message-error" role="alert">{watched.refusal || t("run.refused")}</p>}
      <Diagnosis run={run} log={watched.log} mayEdit={page.mayEdit} />
      <Warnings log={watched.log} />
      <RunCharts watched={watched} run={run} watcher={watcher.current} />
      <div className="run-columns">
        <Samples log={watched.log} />
        <div>
          <Facts page={page} run={run} log={watched.log} />
          <Checkpoints id={page.id} log={watched.log} />
          <Log log={watched.log} />
        </div>
      </div>
    </>
  );
}

draw(<RunIsland page={pageData<RunPage>()} />);
