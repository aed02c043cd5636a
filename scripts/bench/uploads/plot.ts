/** The figures of the uploads as a picture. */
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

import type { UploadEntry } from "./entries.ts";
import type { Profile } from "./profiles.ts";

interface Bar {
  profile: string;
  upload: string;
  way: string;
  ratio: number;
  label: string;
}

const order = ["wamcam", "curl", "original"];
const uploadOrder = ["50 KB, warm", "50 KB, cold", "200 KB, warm", "200 KB, cold"];

function barsOf(profiles: readonly Profile[], entries: readonly UploadEntry[]): Bar[] {
  return profiles.flatMap(({ name, title }) =>
    entries
      .filter((entry) => entry.profile === name && entry.way !== "limit" && entry.uploads > 0)
      .map((entry) => ({
        profile: title,
        upload: `${entry.bytes / 1000} KB, ${entry.connection}`,
        way: entry.way,
        ratio: entry.ratio_to_limit,
        label: `${Math.round(entry.milliseconds)} ms`,
      })),
  );
}

function specification(profiles: readonly Profile[], bars: readonly Bar[]): TopLevelSpec {
  const way = { field: "way", type: "nominal" as const, sort: order, title: null };
  const x = { field: "ratio", type: "quantitative" as const, title: "times the limit" };
  return {
    background: "white",
    data: { values: [...bars] },
    facet: {
      column: { field: "profile", title: null, sort: profiles.map(({ title }) => title) },
      row: {
        ...{ field: "upload", title: null, sort: uploadOrder },
        header: { labelAngle: 0, labelAlign: "left" },
      },
    },
    spec: {
      ...{ width: 170, height: 60 },
      layer: [
        {
          mark: "bar",
          encoding: { x, y: way, color: { ...way, legend: null } },
        },
        {
          mark: { type: "text", align: "left", dx: 3, fontSize: 9 },
          encoding: { x, y: way, text: { field: "label" } },
        },
        { mark: { type: "rule", strokeDash: [3, 2] }, encoding: { x: { datum: 1 } } },
      ],
    },
    resolve: { scale: { x: "independent" } },
    config: { font: "sans-serif", axis: { grid: false }, scale: { barBandPaddingInner: 0.2 } },
  };
}

/** An SVG; the same entries give the same one. */
export async function uploadPlot(
  profiles: readonly Profile[],
  entries: readonly UploadEntry[],
): Promise<string> {
  const { spec } = compile(specification(profiles, barsOf(profiles, entries)));
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
