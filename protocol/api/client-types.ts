// The HTTP API as types, for openapi-fetch. Made by npm run api-client from the OpenAPI document; do not edit.
export interface paths {
    "/api/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Endpoints that a query finds, by name */
        get: operations["listEndpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One endpoint with all it reported */
        get: operations["showEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one endpoint has, by vulnerability; empty means fine only where the inventory is complete */
        get: operations["listEndpointFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings over the fleet, by vulnerability */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["describe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Installed package versions, by name */
        get: operations["listPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vulnerabilities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many endpoints are exposed, clear and unknown, and why */
        get: operations["judgeVulnerability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vulnerabilities/{id}/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The endpoints behind a count of the verdict, by name */
        get: operations["listVulnerabilityEndpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Endpoint: {
            /** @enum {string} */
            criticality: "lowest" | "low" | "normal" | "high" | "highest";
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            enrolledAt: string;
            /**
             * @description unknown counts as internet
             * @enum {string}
             */
            exposure: "internet" | "internal" | "unknown";
            /** Format: uuid */
            id: string;
            /**
             * @description the worst of its sections; none: nothing reported yet. Only complete is the whole truth
             * @enum {string}
             */
            inventory: "complete" | "partial" | "failed" | "none";
            name: string;
            os: {
                id: string;
                version: string;
            } | null;
            /** @description null: never */
            seenAt: string | null;
            /** @enum {string} */
            state: "pending" | "active" | "quarantined" | "revoked";
            stateReason: string | null;
            readonly tags: string[];
        };
        EndpointDetail: {
            /** @enum {string} */
            criticality: "lowest" | "low" | "normal" | "high" | "highest";
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            enrolledAt: string;
            /**
             * @description unknown counts as internet
             * @enum {string}
             */
            exposure: "internet" | "internal" | "unknown";
            facts: {
                agentVersion: string;
                arch: string;
                hostname: string;
                kernel: string;
                /** @description null: the agent could not find out */
                rebootRequired: boolean | null;
                uptimeSeconds: number;
                virtualization: string | null;
            } | null;
            /** Format: uuid */
            id: string;
            /**
             * @description the worst of its sections; none: nothing reported yet. Only complete is the whole truth
             * @enum {string}
             */
            inventory: "complete" | "partial" | "failed" | "none";
            name: string;
            os: {
                id: string;
                version: string;
            } | null;
            readonly sections: {
                adapter: string;
                /** @description null where it failed: nobody knows */
                items: number | null;
                /** @enum {string} */
                kind: "installed" | "available";
                readonly problems: string[];
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                since: string;
                /** @enum {string} */
                status: "complete" | "partial" | "failed";
            }[];
            /** @description null: never */
            seenAt: string | null;
            /** @enum {string} */
            state: "pending" | "active" | "quarantined" | "revoked";
            stateReason: string | null;
            readonly tags: string[];
        };
        EndpointFinding: {
            readonly advisories: string[];
            readonly aliases: string[];
            /** @description null: none is known */
            fixedVersion: string | null;
            history: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                firstSeen: string;
                /** @description how often it came back after it was seen fixed */
                reopened: number;
                /**
                 * Format: date-time
                 * @description since when it is there without a break
                 */
                since: string;
            } | null;
            package: {
                ecosystem: string | null;
                id: string;
                name: string;
                purl: string;
                version: string;
            };
            /**
             * @description what the vendor says of it
             * @enum {string}
             */
            state: "affected" | "no-fix" | "will-not-fix" | "postponed" | "end-of-life" | "unimportant" | "undetermined" | "unknown";
            vulnerability: string;
        };
        EndpointFindingPage: {
            /**
             * @description the worst of its sections; none: nothing reported yet. Only complete is the whole truth
             * @enum {string}
             */
            inventory: "complete" | "partial" | "failed" | "none";
            readonly items: components["schemas"]["EndpointFinding"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        EndpointPage: {
            readonly items: components["schemas"]["Endpoint"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        Finding: {
            readonly advisories: string[];
            readonly aliases: string[];
            /** @description endpoints that the query finds it on */
            endpoints: number;
            /** @description null: none is known */
            fixedVersion: string | null;
            package: {
                ecosystem: string | null;
                id: string;
                name: string;
                purl: string;
                version: string;
            };
            /**
             * @description what the vendor says of it
             * @enum {string}
             */
            state: "affected" | "no-fix" | "will-not-fix" | "postponed" | "end-of-life" | "unimportant" | "undetermined" | "unknown";
            vulnerability: string;
        };
        FindingPage: {
            readonly items: components["schemas"]["Finding"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        JudgedEndpoint: {
            /** @description why it is unknown, or would be if it were not exposed */
            readonly doubts: ("nothing-reported" | "report-too-old" | "inventory-failed" | "inventory-partial" | "not-yet-judged" | "packages-without-advisories" | "package-not-judged" | "undetermined" | "quarantined" | "unheard-of")[];
            /** Format: uuid */
            id: string;
            name: string;
            /** @description the worst of its findings; null where it has none */
            state: ("affected" | "no-fix" | "will-not-fix" | "postponed" | "end-of-life" | "unimportant" | "undetermined" | "unknown") | null;
            /** @enum {string} */
            verdict: "exposed" | "clear" | "unknown";
        };
        JudgedEndpointPage: {
            readonly items: components["schemas"]["JudgedEndpoint"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        Package: {
            arch: string | null;
            ecosystem: string | null;
            /** @description endpoints that the query finds it on */
            endpoints: number;
            id: string;
            judgement: {
                findings: number;
                /** @description the version that closes every finding that has a fix */
                fixedBy: string | null;
                /** @constant */
                status: "judged";
            } | {
                findings: number;
                /** @constant */
                status: "waiting";
            } | {
                findings: number;
                /** @constant */
                status: "not-judged";
                why: string;
            };
            name: string;
            purl: string;
            source: {
                name: string;
                version: string;
            };
            version: string;
        };
        PackagePage: {
            readonly items: components["schemas"]["Package"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        Problem: {
            detail?: string;
            readonly errors?: {
                detail: string;
                readonly expected?: string[];
                from?: number;
                /** @enum {string} */
                in: "query" | "path" | "header";
                name: string;
                suggestion?: string;
                to?: number;
            }[];
            status: number;
            title: string;
            /** @description urn:suture:problem: and the kind */
            type: string;
        };
        VulnerabilityVerdict: {
            clear: number;
            /** @description in service; exposed, clear and unknown add up to it */
            endpoints: number;
            exposed: number;
            /** @description exposed endpoints by the worst state on each */
            exposedBy: {
                [key: string]: number;
            };
            id: string;
            /** @description whether any source knows it; where none does, silence clears nobody */
            isHeardOf: boolean;
            /**
             * Format: date-time
             * @description what an endpoint reported last before this is too old to call it clear
             */
            seenSince: string;
            unknown: number;
            /** @description unknown endpoints by reason; one may have several */
            unknownBy: {
                [key: string]: number;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listEndpoints: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointPage"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its query is wrong; errors say where */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is logged in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointDetail"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its query is wrong; errors say where */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is logged in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpointFindings: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointFindingPage"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its query is wrong; errors say where */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is logged in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFindings: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingPage"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its query is wrong; errors say where */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is logged in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listPackages: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackagePage"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its query is wrong; errors say where */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is logged in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    judgeVulnerability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VulnerabilityVerdict"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its query is wrong; errors say where */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is logged in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVulnerabilityEndpoints: {
        parameters: {
            query: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                verdict: "exposed" | "clear" | "unknown";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedEndpointPage"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request or its query is wrong; errors say where */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is logged in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
