/** The run page: state, charts, samples and log, live. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { EMPTY } from "../charts/events";
import { RunFeed, type FeedState } from "../charts/feed";
import { pageData } from "../shared/page";
import { Charts } from "./run-charts";
import { RunHead } from "./run-head";
import { Diagnosis, Facts, Log, Samples } from "./run-parts";
import type { Run, RunPage } from "./run-types";
import { draw } from "./start";

function RunIsland({ page }: { page: RunPage }) {
  const { t } = useTranslation();
  const [feed, setFeed] = useState<FeedState<Run>>({ log: EMPTY, run: page.run, link: "connecting" });
  const run = feed.run ?? page.run;
  useEffect(() => {
    const live = new RunFeed<Run>(page.id, (state) => setFeed({ ...state, run: state.run ?? page.run }));
    live.start();
    return () => live.stop();
  }, [page]);
  useEffect(() => {
    document.title = `${t(`state.${run.state}`)} · ${run.title} · SLaM Dunk`;
  }, [run.state, run.title, t]);
  return (
    <>
      <RunHead page={page} run={run} link={feed.link} />
      <Diagnosis run={run} log={feed.log} />
      <Charts log={feed.log} />
      <div className="run-columns">
        <Samples log={feed.log} />
        <div>
          <Facts page={page} run={run} log={feed.log} />
          <Log log={feed.log} />
        </div>
      </div>
    </>
  );
}

draw(<RunIsland page={pageData<RunPage>()} />);
