/** Routes of the namespaces users, check and auth. */
import type { Reply } from "../exchange.ts";
import { defaulted, string, struct } from "../schema.ts";
import type { AccountProfile, Call, Route } from "./call.ts";
import { route, voidRoute } from "./call.ts";
import { jsonReply } from "./errors.ts";

function fullAccount(profile: AccountProfile) {
  const { given_name, surname, namespace_id } = profile;
  return {
    account_id: profile.account_id,
    name: {
      given_name,
      surname,
      familiar_name: given_name,
      display_name: `${given_name} ${surname}`,
      abbreviated_name: `${given_name.charAt(0)}${surname.charAt(0)}`,
    },
    email: profile.email,
    email_verified: true,
    disabled: false,
    country: profile.country,
    locale: profile.locale,
    referral_link: "https://db.tt/ZITNuhtI",
    is_paired: false,
    account_type: { ".tag": "basic" },
    root_info: {
      ".tag": "user",
      root_namespace_id: namespace_id,
      home_namespace_id: namespace_id,
    },
  };
}

function spaceUsage({ state }: Call): Reply {
  const allocation = { ".tag": "individual", allocated: state.allocated_bytes };
  return jsonReply({ used: state.tree.used_bytes, allocation });
}

/** Ends the access token of the call, its refresh token and all access tokens of that. */
function revoke({ state, caller }: Call): Reply {
  if (caller.kind === "user") state.tokens.revoke(caller.access);
  return jsonReply(null);
}

const echo = struct({ query: defaulted(string({ lengthMax: 500 }), "") });
const rpc = { host: "api", style: "rpc" } as const;
const user = { ...rpc, auth: "user" } as const;
const accountRead = { ...user, scope: "account_info.read" } as const;

export const userRoutes: Route[] = [
  voidRoute({ name: "users/get_current_account", ...accountRead }, ({ state }) =>
    jsonReply(fullAccount(state.profile)),
  ),
  voidRoute({ name: "users/get_space_usage", ...accountRead }, spaceUsage),
  route({ name: "check/user", ...accountRead }, echo, ({ query }) => jsonReply({ result: query })),
  route({ name: "check/app", ...rpc, auth: "app", scope: null }, echo, ({ query }) =>
    jsonReply({ result: query }),
  ),
  voidRoute({ name: "auth/token/revoke", ...user, scope: null }, revoke),
];
