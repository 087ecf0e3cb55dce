// The HTTP API as types, for openapi-fetch. Made by npm run api-client from the OpenAPI document; do not edit.
export interface paths {
    "/api/v1/api-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens, one’s own or all, the newest first */
        get: operations["listApiTokens"];
        put?: never;
        /** Make a token for a program; its text is shown once */
        post: operations["createApiToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token: one’s own, or with api-token.revoke anybody’s */
        delete: operations["revokeApiToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, the newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign how far the record has come; keep it where nobody who writes the database can reach it */
        post: operations["takeCheckpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All entries in their order, one a line, then the checkpoints, each as {"checkpoint": …} */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the record is the one that was written, from its rows */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maintenance windows, blackouts and rings that open, within at most 100 days */
        get: operations["showCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products that endpoints have or rules speak of, and who has them; what is not as asked first */
        get: operations["readCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog-overlay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation’s own list of products, which goes before those that come with Suture */
        get: operations["readCatalogOverlay"];
        /** Put a list of the organisation’s own products in place of the one before, or take it back */
        put: operations["putCatalogOverlay"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/{product}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One product: its names, what channels have of it and who has it by which, its support, its fixes, what is exploited */
        get: operations["readCatalogProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/{product}/rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is said of a product */
        get: operations["readCatalogRule"];
        /** Say what is done with a product: hold, block or pin its updates, let them wait, require or forbid it */
        put: operations["putCatalogRule"];
        post?: never;
        /** Take a rule about a product back; its versions stay */
        delete: operations["removeCatalogRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/unmanaged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Installed programs in no channel that the catalog knows, those on most endpoints first */
        get: operations["listUnmanaged"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deployments, the newest first */
        get: operations["listDeployments"];
        put?: never;
        /** Put a frozen plan up for approval */
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a deployment is, ring by ring, and why; its failures by cause */
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve its plan; after a halt, to go on */
        post: operations["approveDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/break-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Work outside of maintenance windows for four hours; takes two people within 15 minutes */
        post: operations["breakGlass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it up for good */
        post: operations["cancelDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/coverage-waiver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let packages go on that no earlier ring had */
        post: operations["waiveCoverage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What becomes of each endpoint of a deployment: what failed first, each in the order of its plan */
        get: operations["listDeploymentJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/jobs/{endpoint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why the job of one endpoint is where it is: what it waits for, what was signed for it, what it said */
        get: operations["getDeploymentJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold it where it is */
        post: operations["pauseDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/promotion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the ring that waits at its gate pass */
        post: operations["promoteRing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/rehearsal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rehearse its plan once more, after a rehearsal that failed */
        post: operations["rehearseDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/rehearsal-acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on to the approval in spite of what its rehearsal says, or without waiting for it */
        post: operations["acceptRehearsal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no to its plan */
        post: operations["rejectDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the place of a lost endpoint in its group free */
        post: operations["releaseLostEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of a deployment: who said yes to what, what came of it, and evidence for each finding it closes */
        get: operations["getDeploymentReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/resumption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused one go on */
        post: operations["resumeDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try an endpoint that failed once more */
        post: operations["retryEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what a halted one has changed, where that can be */
        post: operations["rollBackDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say when an approved one begins; without this it does at once */
        post: operations["scheduleDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop it: nothing new begins; what has begun ends by itself */
        post: operations["stopDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: operations["showDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoint-selections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freeze which endpoints are meant, for an hour and for whoever asks */
        post: operations["selectEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoint-selections/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let in the selected machines that enrolled and wait; ask again with next until it is null */
        post: operations["approveSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoint-selections/{id}/description": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say how much selected endpoints matter, and who can reach them; ask again with next until it is null */
        post: operations["describeSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoint-selections/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put tags on selected endpoints and take others off; ask again with next until it is null */
        post: operations["tagSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
        /** Remove an endpoint with all that is kept of it */
        delete: operations["removeEndpoint"];
        options?: never;
        head?: never;
        /** Say how much an endpoint matters, and who can reach it */
        patch: operations["describeEndpoint"];
        trace?: never;
    };
    "/api/v1/endpoints/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let in a machine that enrolled and waits */
        post: operations["approveEndpoint"];
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
        /** What one endpoint has, the most urgent first; empty means fine only where the inventory is complete */
        get: operations["listEndpointFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/hardware": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The devices of one endpoint, by name, with the firmware they run and what is newer */
        get: operations["listEndpointHardware"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to one endpoint: reports, findings that came and went, certificates, changes */
        get: operations["listEndpointHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deployments that an endpoint was in last, and what became of it there */
        get: operations["listEndpointJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one endpoint has installed, by name, with what is offered in its place */
        get: operations["listEndpointPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a quarantined endpoint back into service */
        post: operations["releaseEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke the certificates of an endpoint: it is refused at once */
        post: operations["revokeEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put tags on an endpoint and take others off */
        post: operations["tagEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/updates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What channels offer one endpoint, by package */
        get: operations["listEndpointUpdates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens that let machines join, the newest first */
        get: operations["listEnrolmentTokens"];
        put?: never;
        /** Make a token that lets machines join, and the line to copy to them */
        post: operations["createEnrolmentToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let nobody else join with a token */
        delete: operations["revokeEnrolmentToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes as they happen, at most a few a second for each topic: hints to look again */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings that are deliberately not acted on: by whom, why, until when, and how many they are now */
        get: operations["listExceptions"];
        put?: never;
        /** Make an exception; in force once somebody who may approves it, at once where that is who makes it */
        post: operations["createException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an exception be in force */
        post: operations["approveException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an exception before its day; its findings count again */
        post: operations["endException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feeds that the advisories in use come from, with their age */
        get: operations["listFeeds"];
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
        /** Findings over the fleet, the most urgent first */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/first-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the first user, with the link that the server printed */
        post: operations["createFirstUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/freezes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Freezes, the newest first: over what, why, by whom, until when */
        get: operations["listFreezes"];
        put?: never;
        /** Let nothing new begin from now on, everywhere or where a query says; what has begun ends by itself */
        post: operations["createFreeze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/freezes/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lift a freeze: what waits for it alone goes on at once */
        post: operations["liftFreeze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hardware": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models of devices that a query of packages finds, with their firmware; what closes something first */
        get: operations["listHardware"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that nobody has followed yet */
        get: operations["listInvitations"];
        put?: never;
        /** Invite somebody, by a link that works once */
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow an invitation */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lifecycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The systems that endpoints run, and until when each is supported; what is not any more first */
        get: operations["listLifecycles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lifecycle/software": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Software that comes straight from its makers, and until when its releases are supported; what is not any more first */
        get: operations["listSoftwareLifecycles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance-window-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a window or a blackout would be: in words, its next times, and those about a change of clocks */
        post: operations["previewMaintenanceWindow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance-windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maintenance windows and blackouts by name, with their next times */
        get: operations["listMaintenanceWindows"];
        put?: never;
        /** Make a maintenance window or a blackout */
        post: operations["createMaintenanceWindow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance-windows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a maintenance window or a blackout; what is signed already stays as it was */
        put: operations["changeMaintenanceWindow"];
        post?: never;
        /** Remove a maintenance window or a blackout; a plan that names it starts nothing any more */
        delete: operations["removeMaintenanceWindow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is, and what one may */
        get: operations["showMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One’s passkeys */
        get: operations["listPasskeys"];
        put?: never;
        /** Keep a passkey, from what its authenticator has signed */
        post: operations["registerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an authenticator is asked to sign, to become a passkey */
        post: operations["offerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change the password; other sessions end */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether codes of an authenticator are asked for */
        get: operations["showTotp"];
        put?: never;
        /** A secret for an authenticator; it counts once it is confirmed */
        post: operations["offerTotp"];
        /** Ask for no more codes; recovery codes are void */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A first code: from now on one is asked for at each sign-in */
        post: operations["confirmTotp"];
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
    "/api/v1/operator-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys that operators sign plans with, the oldest first */
        get: operations["listOperatorKeys"];
        put?: never;
        /** Make the public half of an operator’s key known; endpoints trust it only where it was put on them, too */
        post: operations["addOperatorKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operator-keys/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let a key sign no more; what it signed does not count any more either */
        delete: operations["revokeOperatorKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Give the organisation another name */
        patch: operations["renameOrganisation"];
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers to begin with, each with the query whose list it counts */
        get: operations["showOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was open, exploited and overdue on each of the last days, as it was counted then */
        get: operations["listDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview/time-to-fix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long fixes wait to be installed: the share still open after so many days, as a curve */
        get: operations["showTimeToFix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of a file is here */
        get: operations["readOwnFile"];
        put?: never;
        /** Say that all of a file was sent; what does not come to its SHA-256 is thrown away */
        post: operations["endOwnFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-files/{sha256}/parts/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send the next part of a file; one that is here already is taken for sent */
        put: operations["putOwnFilePart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases of packages of one’s own, withdrawn ones too, with who signed them */
        get: operations["listOwnPackages"];
        put?: never;
        /** Put a release on offer whose files are here; the same by another operator adds a signature */
        post: operations["publishOwnPackage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-packages/{package}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Offer a release no more; where it is installed it stays */
        delete: operations["withdrawOwnPackage"];
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
    "/api/v1/patches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What closes findings that a query of findings finds; the most urgent first */
        get: operations["listPatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plan-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a plan would freeze now, and who would be left out and why; nothing is kept of it */
        post: operations["previewPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plan-simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have endpoints reckon what a plan would do on them; asked again, how far they have come */
        post: operations["simulatePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freeze a plan: which endpoints, which exact versions, in which rings, and who is left out and why */
        post: operations["createPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A frozen plan: what is done where, in which rings, and who is left out and why */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{hash}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole of a frozen plan, whose SHA-256 is its name: a line that names its format, then canonical JSON */
        get: operations["getPlanDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{hash}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where what is now is not what the plan froze, endpoint by endpoint */
        get: operations["getPlanDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{hash}/signatures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What operators sign of a plan, with the signatures there are */
        get: operations["getPlanToSign"];
        put?: never;
        /** Add an operator’s signature, made elsewhere with a key that this server does not have */
        post: operations["signPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Standing policies by name: what each ships where, when next, and what came of its last day */
        get: operations["listPolicies"];
        put?: never;
        /** Make a standing policy: from its next day on it makes plans */
        post: operations["createPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write the next version of a policy; what the one before consented to waits for people then */
        put: operations["changePolicy"];
        post?: never;
        /** Remove a policy; its versions and what it did stay */
        delete: operations["removePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version of a policy with who wrote it, and what came of its days */
        get: operations["listPolicyVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a policy would have done in the days before, written or not */
        post: operations["previewPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles, and what each may */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rollout-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much may be under way at once, and how much is */
        get: operations["getRolloutLimits"];
        /** Say how much may be under way at once, and how many operators have to sign */
        put: operations["changeRolloutLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in */
        get: operations["listSessions"];
        put?: never;
        /** Sign in; the session is in a cookie */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of the sessions one has open */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with what a passkey has signed */
        post: operations["signInWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/passkey/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a passkey is asked to sign, to sign in with it */
        post: operations["offerPasskeySignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/updates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What channels offer in place of packages that a query of packages finds; security updates first */
        get: operations["listUpdates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of the organisation, and accounts of the server’s own, by e-mail address */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them */
        get: operations["showUser"];
        put?: never;
        post?: never;
        /** Remove somebody, with their sessions and tokens */
        delete: operations["removeUser"];
        options?: never;
        head?: never;
        /** Change the role, the tags or the name of somebody; with other rights they sign in anew */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/second-factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take off the authenticator and the passkeys of somebody who lost them */
        delete: operations["resetSecondFactors"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The values that a field has among what a query finds, with how often */
        get: operations["listFieldValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vulnerabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vulnerabilities that a query of findings finds; the most urgent first */
        get: operations["listVulnerabilities"];
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
    "/api/v1/vulnerabilities/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why its findings are due when they are: every input, its source and date, and what would change it */
        get: operations["explainVulnerability"];
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
        ApiToken: {
            /** Format: uuid */
            account: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** @description the last characters of its text */
            hint: string;
            /** Format: uuid */
            id: string;
            label: string;
            revokedAt: string | null;
            readonly scopes: string[];
        };
        ApiTokenList: {
            readonly items: components["schemas"]["ApiToken"][];
        };
        AuditCheckpoint: {
            /** @description a DSSE envelope, docs/reference/audit.md; null: no entry yet */
            envelope: {
                [key: string]: unknown;
            } | null;
        };
        AuditEntry: {
            action: string;
            actor: string;
            /** @description as it is called now; null: nobody knows, or it is a name already */
            actorName: string | null;
            address: string | null;
            after: unknown;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @description the state as JSON; null where there was none */
            before: unknown;
            hash: string;
            organisation: string;
            previous: string;
            sequence: number;
            subject: string | null;
            /** @description as it is called now; null: it is gone, or a name already */
            subjectName: string | null;
        };
        AuditPage: {
            readonly items: components["schemas"]["AuditEntry"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        AuditVerdict: {
            entries: number;
            hash: string;
            /** @constant */
            ok: true;
            sequence: number;
        } | {
            cause: string;
            /** @constant */
            ok: false;
            /** @description where the chain first breaks */
            sequence: number;
            why: string;
        };
        Calendar: {
            isMore: boolean;
            /** @description by when they begin; a thousand at most */
            readonly items: {
                deployment: string | null;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                from: string;
                /** @enum {string} */
                kind: "window" | "blackout" | "ring";
                /** @description of the window, the blackout or the deployment */
                name: string;
                /** @description that opens then at the earliest */
                ring: number | null;
                /** @description null for a moment */
                to: string | null;
                zone: string | null;
            }[];
        };
        CatalogDetail: {
            /** @description by which it came there */
            readonly channels: string[];
            /** @description null where nothing is required or forbidden */
            compliance: {
                /** @description endpoints in service that the rule is about */
                asked: number;
                /** @description names of endpoints where it is wrong, ten at most */
                readonly examples: string[];
                /** @description without it as far as is known, and not all that they have is known */
                notKnown: number;
                /** @enum {string} */
                state: "compliant" | "missing" | "forbidden" | "not-known";
                wrong: number;
            } | null;
            /** @description in service, that have it */
            endpoints: number;
            exploited: {
                /** @description the newest first, fifty at most; in one version or another */
                readonly items: {
                    added: string;
                    name: string;
                    product: string;
                    vendor: string;
                    vulnerability: string;
                }[];
                /** @enum {string} */
                known: "known" | "unnamed" | "no-data";
                total: number;
            };
            fixes: {
                readonly items: {
                    ecosystem: string;
                    /** @description the highest version first, twenty at most */
                    readonly fixes: {
                        published: string | null;
                        /**
                         * @description of the worst that it closes
                         * @enum {string}
                         */
                        severity: "critical" | "high" | "medium" | "low" | "unknown";
                        version: string;
                        /** @description that it closes, fifty at most */
                        readonly vulnerabilities: string[];
                        vulnerabilitiesTotal: number;
                    }[];
                    /** @description that nobody there has a fix for, fifty at most */
                    readonly open: string[];
                    openTotal: number;
                    package: string;
                    readonly sources: string[];
                    total: number;
                }[];
                /** @enum {string} */
                known: "known" | "unnamed" | "no-data";
            };
            readonly identities: {
                /** @enum {string} */
                channel: "winget" | "store" | "chocolatey" | "program" | "cask" | "formula" | "bundle" | "flatpak" | "snap" | "deb" | "rpm" | "apk" | "pacman";
                id: string;
                /** @description null where no index that was read has it */
                listing: {
                    /** @description since when */
                    changed: string | null;
                    isDeprecated: boolean;
                    name: string;
                    /** @description the feed */
                    source: string;
                    updatesItself: boolean;
                    vendor: string | null;
                    /** @description the newest */
                    version: string | null;
                } | null;
                publisher: string | null;
            }[];
            name: string;
            /** @description feeds that would say more, and were never fetched */
            readonly neverFetched: string[];
            /**
             * @description who says that its names are one product; channel: nobody, it has the one name
             * @enum {string}
             */
            origin: "own" | "curated" | "channel";
            product: string;
            /** @description of endpoints: the list that endpoints counts; also of packages and updates */
            q: string;
            rule: components["schemas"]["CatalogRule"] | null;
            /** @description the feeds that any of it is from, with their age */
            readonly sources: {
                ageHours: number;
                dataAgeDays: number | null;
                name: string;
                stale: boolean;
            }[];
            support: {
                /** @enum {string} */
                known: "known" | "unnamed" | "no-data";
                name: string | null;
                readonly releases: {
                    endOfLife: string | null;
                    extendedUntil: string | null;
                    label: string;
                    /** @description its newest version */
                    latest: string | null;
                    note: string | null;
                    release: string;
                    released: string | null;
                    source: string;
                    /** @enum {string} */
                    state: "supported" | "ending" | "extended" | "unsupported" | "unknown";
                }[];
            };
            /** @description what channels offer in its place, twenty at most */
            readonly updates: {
                endpoints: number;
                /** @description of those, where the endpoint itself keeps it back */
                heldOn: number;
                package: string;
                /** @description why its rule keeps it out of plans; null where it does not */
                ruleSays: string | null;
                /** @enum {string} */
                security: "yes" | "no" | "unknown";
                version: string;
            }[];
            /** @description of packages: the list of those updates */
            updatesQ: string;
            updatesTotal: number;
            vendor: string | null;
            /** @description null where no rule in force pins or blocks versions */
            versionRule: {
                /** @description with a version that its rule pins away or blocks */
                endpoints: number;
                /** @description of those endpoints; null where it would be too long */
                q: string | null;
                /** @enum {string} */
                state: "kept" | "broken";
            } | null;
            /** @description those on most endpoints first, twenty at most */
            readonly versions: {
                endpoints: number;
                q: string;
                version: string;
            }[];
            versionsTotal: number;
            /** @description by which channels endpoints have it */
            readonly via: {
                channel: string;
                endpoints: number;
                /** @description of those endpoints; null where it would be too long */
                q: string | null;
                versions: number;
            }[];
        };
        CatalogOverlay: {
            changedAt: string | null;
            changedBy: string | null;
            products: number;
            /** @description YAML as it was written; null where there is none */
            text: string | null;
            /** @description 0: there never was one */
            version: number;
        };
        CatalogPage: {
            /** @description false: there is more software than is counted here */
            isWhole: boolean;
            readonly items: components["schemas"]["CatalogProduct"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of those, not known to be as asked */
            notKnown: number;
            /** @description required or forbidden by a rule in force */
            required: number;
            /** @description of the whole list, as the next three: with a rule */
            ruled: number;
            /** @description of the whole list, exactly */
            total: number;
            /** @description programs in no channel that is known: see /catalog/unmanaged */
            unmanagedTotal: number;
            /** @description of those, not as asked */
            wrong: number;
            /** @description with versions in use that their rule pins away or blocks */
            wrongVersions: number;
        };
        CatalogProduct: {
            /** @description by which it came there */
            readonly channels: string[];
            /** @description null where nothing is required or forbidden */
            compliance: {
                /** @description endpoints in service that the rule is about */
                asked: number;
                /** @description names of endpoints where it is wrong, ten at most */
                readonly examples: string[];
                /** @description without it as far as is known, and not all that they have is known */
                notKnown: number;
                /** @enum {string} */
                state: "compliant" | "missing" | "forbidden" | "not-known";
                wrong: number;
            } | null;
            /** @description in service, that have it */
            endpoints: number;
            name: string;
            product: string;
            /** @description of endpoints: the list that endpoints counts; also of packages and updates */
            q: string;
            rule: components["schemas"]["CatalogRule"] | null;
            vendor: string | null;
            /** @description null where no rule in force pins or blocks versions */
            versionRule: {
                /** @description with a version that its rule pins away or blocks */
                endpoints: number;
                /** @description of those endpoints; null where it would be too long */
                q: string | null;
                /** @enum {string} */
                state: "kept" | "broken";
            } | null;
            /** @description those on most endpoints first, twenty at most */
            readonly versions: {
                endpoints: number;
                q: string;
                version: string;
            }[];
            versionsTotal: number;
        };
        CatalogRule: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            changedAt: string;
            changedBy: string;
            isInForce: boolean;
            said: {
                /**
                 * @description a query: on which it is required or forbidden; empty is all
                 * @default
                 */
                endpoints: string;
                /**
                 * @default any
                 * @enum {string}
                 */
                presence: "any" | "required" | "forbidden";
                reason: string;
                /**
                 * @description held: no update; blocked: these versions never; pinned: these versions only
                 * @enum {string}
                 */
                stance: "approved" | "held" | "blocked" | "pinned";
                /** @default null */
                until: string | null;
                /**
                 * @description with *
                 * @default []
                 * @example [
                 *       "131.*"
                 *     ]
                 */
                versions: string[];
                /** @default 0 */
                waitDays: number;
            };
            version: number;
        };
        Deployment: {
            approvals: {
                readonly given: {
                    /**
                     * Format: date-time
                     * @description RFC 3339 in UTC
                     */
                    at: string;
                    /** @description by name; null where nobody of that id is there any more */
                    name: string | null;
                    person: string;
                }[];
                needed: number;
            };
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            createdBy: string;
            /** @description by name; null where nobody of that id is there any more */
            createdByName: string | null;
            endpoints: number;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            readonly failures: {
                cause: string;
                endpoints: number;
                readonly lines: string[];
                remedy: string;
                says: string;
                why: string | null;
            }[];
            /** @description its arithmetic, in words */
            gate: {
                promote: string;
                stop: string;
            };
            haltedBy: string | null;
            /** Format: uuid */
            id: string;
            inFlight: number;
            name: string;
            readonly notes: {
                about: string;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                text: string;
            }[];
            readonly pausedBy: string[];
            plan: string;
            /** @description the upgrade on throw-away copies of endpoints; empty: on none */
            readonly rehearsals?: {
                adapter: string;
                /** @description that it wrote */
                bytes: number | null;
                /** @description what was looked at after the upgrade */
                readonly checks: string[];
                endedAt: string | null;
                /**
                 * Format: uuid
                 * @description who tries it
                 */
                endpoint: string;
                /** @description by which it has to fit into a maintenance window */
                expectedMinutes: number;
                /** @description of the transcript, those that decide */
                readonly lines: string[];
                name: string | null;
                /** @description a package asked for one */
                reboot: boolean | null;
                release: string;
                /** @description services that ran code which would be replaced */
                readonly restarts: string[];
                /** @description null: not known yet; not-rehearsed is no pass */
                result: ("pass" | "warn" | "fail" | "not-rehearsed") | null;
                readonly says: string[];
                /** @description in all */
                seconds: number | null;
                /** @description endpoints that are alike */
                standsFor: number;
                /** @description of the plan */
                step: number;
                upgradeSeconds: number | null;
                /** @description while it is not known */
                waitsFor: ("signatures" | "endpoint") | null;
            }[];
            readonly rings: {
                endpoints: number;
                /** @description failed before anything was changed */
                failedBefore: number;
                failures: number;
                /** @description jobs by state, without zeros */
                jobs: {
                    [key: string]: number;
                };
                number: number;
                outcomes: number;
                says: string | null;
                state: string;
                /** @description end of its soak */
                until: string | null;
            }[];
            /** @description why what happens happens, or does not */
            readonly says: string[];
            startAt: string | null;
            state: string;
        };
        DeploymentPage: {
            readonly items: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                createdAt: string;
                createdBy: string;
                /** @description by name; null where nobody of that id is there any more */
                createdByName: string | null;
                done: number;
                endpoints: number;
                failed: number;
                /** Format: uuid */
                id: string;
                inFlight: number;
                name: string;
                plan: string;
                state: string;
            }[];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        DeploymentReport: {
            approvals: {
                readonly given: {
                    actor: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 in UTC
                     */
                    at: string;
                    name: string | null;
                    plan: string;
                }[];
                needed: number;
            };
            /**
             * Format: date-time
             * @description of this report
             */
            at: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            createdBy: string;
            /** @description by name; null where nobody of that id is there any more */
            createdByName: string | null;
            endedAt: string | null;
            readonly failures: {
                cause: string;
                endpoints: number;
                /** @description of the transcript of one of them, those that decide */
                readonly lines: string[];
                /** @description of these, twenty at most */
                readonly names: string[];
                remedy: string;
                says: string;
                why: string | null;
            }[];
            /** @description evidence for each that the plan closes, the least closed first, 2,000 at most */
            readonly findings: {
                readonly advisories: string[];
                readonly aliases: string[];
                /** @description report a version since that does not have it, and run it: verified on the endpoint */
                closed: number;
                /** @description of the plan */
                endpoints: number;
                /** @description as the advisories say, of the source package */
                fixedVersion: string | null;
                /** @description the version that had it */
                from: string;
                /** @description versions that were reported since, ten at most */
                readonly installed: string[];
                /** @description report such a version, but nobody has verified that the new code runs */
                installedOnly: number;
                /** @description have it still */
                open: number;
                package: string;
                /** @description the version that the plan installs */
                planned: string | null;
                /** @description have not reported completely since, or what they report is not judged yet */
                unknown: number;
                vulnerability: string;
            }[];
            /** Format: uuid */
            id: string;
            name: string;
            /** @description what happened, the oldest first, 1,000 at most */
            readonly notes: {
                about: string;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                text: string;
            }[];
            /** @description endpoints by the state of their job */
            outcomes: {
                [key: string]: number;
            };
            plan: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                by: string;
                /** @description by name; null where nobody of that id is there any more */
                byName: string | null;
                readonly closes: string[];
                endpoints: number;
                readonly excluded: {
                    endpoints: number;
                    readonly names: string[];
                    why: string;
                }[];
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                expiresAt: string;
                hash: string;
                query: string;
                soakMinutes: number;
                /** @description what it does, the most frequent first, 200 at most */
                readonly steps: {
                    adapter: string;
                    readonly changes: {
                        from: string | null;
                        package: string;
                        to: string | null;
                    }[];
                    endpoints: number;
                    release: string;
                }[];
                readonly windows: string[];
            };
            readonly rings: {
                endpoints: number;
                failures: number;
                jobs: {
                    [key: string]: number;
                };
                number: number;
                outcomes: number;
                /** @description a person; null: its gate, or nobody */
                promotedBy: string | null;
                /** @description by name; null where nobody of that id is there any more */
                promotedByName: string | null;
                state: string;
            }[];
            readonly signatures: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                key: string;
                label: string;
                revoked: boolean;
            }[];
            state: string;
        };
        DeviceModel: {
            /** @description what is newer for any of them; 100 at most */
            readonly available: {
                /** @description CVEs and advisories, the first of them */
                readonly closes: string[];
                /** @description how many more it says it closes */
                closesMore: number;
                /** @description endpoints that it is offered to */
                endpoints: number;
                readonly held: {
                    /** @description hold, pin, phasing, new-packages, dependencies or unknown */
                    cause: string;
                    why: string;
                }[];
                /** @description those of them where it is kept back */
                heldOn: number;
                /** @description what installing it asks of the machine */
                readonly needs: ("ac-power" | "bootloader" | "shutdown" | "reboot" | "activation" | "recovery-key")[];
                /** @description the remotes of fwupd */
                readonly origins: string[];
                /** @enum {string} */
                security: "yes" | "no" | "unknown";
                /** @description as its vendor calls it; null: it does not */
                urgency: string | null;
                version: string;
            }[];
            /** @description endpoints in service that have one or more of it */
            endpoints: number;
            /** @description vendor and name, as fwupd calls it */
            model: string;
            /** @description those of them that are offered a newer version */
            newerOn: number;
            /** @description those of them that do not know whether there is a newer one */
            unaskedOn: number;
            vendor: string | null;
            /** @description how many different ones */
            versionCount: number;
            /** @description what runs in the fleet, the commonest first; 100 at most */
            readonly versions: {
                endpoints: number;
                version: string;
            }[];
        };
        DeviceModelPage: {
            readonly items: components["schemas"]["DeviceModel"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        Done: {
            /** @constant */
            done: true;
        };
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
                /** @description what the agent may not look at: homes that are closed to it; no section has it */
                unseen?: string;
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
        EndpointDevice: {
            readonly available: {
                /** @description CVEs and advisories, the first of them */
                readonly closes: string[];
                /** @description how many more it says it closes */
                closesMore: number;
                /** @description null: it would be installed now */
                held: {
                    /** @description hold, pin, phasing, new-packages, dependencies or unknown */
                    cause: string;
                    why: string;
                } | null;
                /** @description what installing it asks of the machine */
                readonly needs: ("ac-power" | "bootloader" | "shutdown" | "reboot" | "activation" | "recovery-key")[];
                origin: string;
                /** @enum {string} */
                security: "yes" | "no" | "unknown";
                /** @description as its vendor calls it; null: it does not */
                urgency: string | null;
                version: string;
            }[];
            id: string;
            model: string;
            /** @description as plans name it: the model, with #2 behind it for the second */
            name: string;
            /**
             * @description unknown: fwupd was not, or not wholly, asked
             * @enum {string}
             */
            update: "available" | "held" | "none" | "unknown";
            vendor: string | null;
            version: string;
        };
        EndpointDevicePage: {
            readonly items: components["schemas"]["EndpointDevice"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        EndpointFinding: {
            readonly advisories: string[];
            readonly aliases: string[];
            /** @description who has said that it is not acted on, and until when; null: nobody */
            exception: {
                /** Format: uuid */
                exception: string;
                owner: string;
                reason: string;
                /** @description last day */
                until: string;
            } | null;
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
            risk: {
                cvss: number | null;
                /** @description on endpoints that face the internet, or may, and on others; null: not due on a day */
                due: {
                    exposed: string | null;
                    internal: string | null;
                };
                /** @description probability of exploitation within 30 days, 0 to 1 */
                epss: number | null;
                /** @description the share of all vulnerabilities that have no higher EPSS, 0 to 1 */
                epssPercentile: number | null;
                /** @description null: there are no data that would say so */
                exploited: boolean | null;
                published: string | null;
                ransomware: boolean | null;
                /** @description what decided that, in words; null: not decided yet */
                rule: {
                    exposed: string | null;
                    internal: string | null;
                };
                /** @enum {string} */
                severity: "low" | "medium" | "high" | "critical" | "unknown";
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
            /** @description packages that could not be judged, or not yet: what they have is not among these */
            unjudged: number;
        };
        EndpointJobs: {
            /** @description of the last 50 deployments, the newest first */
            readonly items: {
                attempt: number;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                changedAt: string;
                /** Format: uuid */
                deployment: string;
                deploymentState: string;
                name: string;
                state: string;
            }[];
        };
        EndpointPackage: {
            adapter: string;
            arch: string | null;
            ecosystem: string | null;
            findings: number;
            hold: boolean;
            id: string;
            /** @description it is new, or something new was said of it */
            isWaiting: boolean;
            name: string;
            readonly offers: {
                candidate: string;
                /** @description null: it would be installed now */
                held: {
                    /** @description hold, pin, phasing, new-packages, dependencies or unknown */
                    cause: string;
                    why: string;
                } | null;
                origin: string;
                /** @enum {string} */
                security: "yes" | "no" | "unknown";
                why: string;
            }[];
            purl: string;
            source: {
                name: string;
                version: string;
            };
            /** @description why it could not be judged */
            unjudged: string | null;
            /**
             * @description unknown: its channel was not, or not wholly, asked
             * @enum {string}
             */
            update: "available" | "held" | "none" | "unknown";
            version: string;
        };
        EndpointPackagePage: {
            readonly items: components["schemas"]["EndpointPackage"][];
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
        EndpointSelection: {
            count: number;
            /** @description SHA-256 of the ids in their order, each followed by a line feed */
            digest: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** Format: uuid */
            id: string;
        };
        EndpointUpdate: {
            adapter: string;
            arch: string | null;
            /** @description to download; null: not known */
            bytes: number | null;
            candidate: string;
            /** @description null: it would be installed now */
            held: {
                /** @description hold, pin, phasing, new-packages, dependencies or unknown */
                cause: string;
                why: string;
            } | null;
            id: string;
            installed: string;
            origin: string;
            package: string;
            /** @enum {string} */
            security: "yes" | "no" | "unknown";
            source: {
                name: string;
                version: string;
            };
            why: string;
        };
        EndpointUpdatePage: {
            readonly items: components["schemas"]["EndpointUpdate"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        EnrolmentToken: {
            autoApprove: boolean;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            createdBy: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** @description the last characters of its text */
            hint: string;
            /** Format: uuid */
            id: string;
            revokedAt: string | null;
            readonly tags: string[];
            /** @description null where it is not known */
            uses: number | null;
            usesLeft: number;
        };
        EnrolmentTokenList: {
            readonly items: components["schemas"]["EnrolmentToken"][];
        };
        Event: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @description what it is about, a hundred at most; absent where it is about none in particular */
            readonly endpoints?: string[];
            /** @description it is about more than are named */
            isMore: boolean;
            /** @enum {string} */
            topic: "endpoint-seen" | "endpoint-enrolled" | "endpoint-changed" | "findings-changed" | "feeds-updated" | "generation-changed" | "deployments-changed" | "rules-changed" | "own-packages-changed" | "audit-changed";
        };
        Exception: {
            approvedAt: string | null;
            approvedBy: string | null;
            covers: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            createdBy: string;
            endedAt: string | null;
            endedBy: string | null;
            endpoints: number | null;
            /** @description that it covers now, each on each endpoint; null where its query cannot be asked any more */
            findings: number | null;
            from: string;
            /** Format: uuid */
            id: string;
            owner: string;
            reason: string;
            /**
             * @description waits: for an approval
             * @enum {string}
             */
            state: "waits" | "to-come" | "holds" | "expired" | "ended";
            until: string;
        };
        ExceptionList: {
            readonly items: components["schemas"]["Exception"][];
        };
        Feed: {
            /** @description since it was last asked */
            ageHours: number;
            /**
             * Format: date-time
             * @description when it was last asked, with or without success
             */
            checkedAt: string;
            /** @description since its newest statement, upstreamDate; null where it has no date */
            dataAgeDays: number | null;
            /** @description what went wrong then; the data in use are older */
            error: string | null;
            /** @description some of them */
            readonly examples: string[];
            /**
             * Format: date-time
             * @description when the data in use were fetched
             */
            fetchedAt: string;
            /** @description records that could not be read */
            malformed: number;
            name: string;
            records: number;
            /** @description it could not be renewed, or its data are old though it was */
            stale: boolean;
            /** @description a sentence for each reason; none where it is fresh */
            readonly staleWhy: string[];
            upstreamDate: string | null;
        };
        FeedPage: {
            /**
             * @description what there is to judge by; none: only what changelogs of updates on offer name; gone: the server has lost its advisories, and what was judged by them stays as it was. Nobody is clear of anything but where they are in use
             * @enum {string}
             */
            advisories: "in-use" | "none" | "gone";
            readonly items: components["schemas"]["Feed"][];
            /** @description feeds that there are and that this server has never had data of: nothing is known from them */
            readonly neverFetched: string[];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        FieldValues: {
            field: string;
            /** @description the most frequent first */
            readonly values: {
                /** @description rows of the resource that have it */
                count: number;
                value: string;
            }[];
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
            risk: {
                cvss: number | null;
                /** @description on endpoints that face the internet, or may, and on others; null: not due on a day */
                due: {
                    exposed: string | null;
                    internal: string | null;
                };
                /** @description probability of exploitation within 30 days, 0 to 1 */
                epss: number | null;
                /** @description the share of all vulnerabilities that have no higher EPSS, 0 to 1 */
                epssPercentile: number | null;
                /** @description null: there are no data that would say so */
                exploited: boolean | null;
                published: string | null;
                ransomware: boolean | null;
                /** @description what decided that, in words; null: not decided yet */
                rule: {
                    exposed: string | null;
                    internal: string | null;
                };
                /** @enum {string} */
                severity: "low" | "medium" | "high" | "critical" | "unknown";
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
        FirstUser: {
            /** Format: uuid */
            account: string;
        };
        Freeze: {
            covers: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            createdBy: string;
            /** @description by name; null where nobody of that id is there any more */
            createdByName: string | null;
            /** @description that it covers now; null where it does not hold, or its query cannot be asked any more */
            endpoints: number | null;
            /** Format: uuid */
            id: string;
            liftedAt: string | null;
            liftedBy: string | null;
            reason: string;
            /** @enum {string} */
            state: "holds" | "over" | "lifted";
            until: string | null;
        };
        FreezeList: {
            readonly items: components["schemas"]["Freeze"][];
        };
        HistoryEntry: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "enrolled";
        } | {
            adapter: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @description null where it failed */
            items: number | null;
            /** @constant */
            kind: "section";
            /** @enum {string} */
            section: "installed" | "available";
            /** @enum {string} */
            status: "complete" | "partial" | "failed";
        } | {
            adapter: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "section-gone";
            /** @enum {string} */
            section: "installed" | "available";
        } | {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "found";
            vulnerability: string;
        } | {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "fixed";
            vulnerability: string;
        } | {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "reopened";
            vulnerability: string;
        } | {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "certificate-issued";
            serial: string;
        } | {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "certificate-revoked";
            reason: string;
            serial: string;
        } | {
            /** @description as the audit calls it */
            action: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            /** @constant */
            kind: "changed";
        };
        HistoryPage: {
            readonly items: components["schemas"]["HistoryEntry"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        Invitation: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            email: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** @description the last characters of its token */
            hint: string;
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin";
            /** @description only endpoints with one of these tags; null for all */
            tagScope: string[] | null;
        };
        InvitationList: {
            readonly items: components["schemas"]["Invitation"][];
        };
        Job: {
            attempt: number;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            changedAt: string;
            /** @description what its step changes */
            readonly changes: {
                architecture: string | null;
                from: string | null;
                package: string;
                to: string | null;
            }[];
            /** Format: uuid */
            deployment: string;
            deploymentState: string;
            readonly dispatches: {
                attempt: number;
                /** @enum {string} */
                does: "install" | "roll-back";
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                expiresAt: string;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                madeAt: string;
                /** @description it has leave to begin */
                mayBegin: boolean;
                number: number;
                refusal: string | null;
            }[];
            /** Format: uuid */
            endpoint: string;
            /** @description why it failed, and what to do */
            failure: {
                cause: string;
                remedy: string;
                says: string;
            } | null;
            /** @description of the deployment */
            name: string;
            plan: string;
            /** @description the last hundred, the oldest first */
            readonly reports: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                attempt: number;
                cause: string | null;
                /** @description why it changed nothing */
                evidence: string | null;
                kind: string;
                /** @description of the transcript, those that decide */
                readonly lines: string[];
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                receivedAt: string;
                why: string | null;
            }[];
            ring: number;
            ringState: string;
            /** @description what is said of its ring and of the deployment */
            readonly says: string[];
            state: string;
            /** @description what holds it back */
            waitsFor: {
                reason: string;
                until: string | null;
            } | null;
        };
        JobPage: {
            readonly items: {
                attempt: number;
                /** @description why it failed */
                cause: string | null;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                changedAt: string;
                /** Format: uuid */
                endpoint: string;
                name: string | null;
                position: number;
                /** @description why it waits */
                reason: string | null;
                state: string;
            }[];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        JudgedEndpoint: {
            /** @description why it is unknown, or would be if it were not exposed */
            readonly doubts: ("nothing-reported" | "report-too-old" | "inventory-failed" | "inventory-partial" | "not-yet-judged" | "packages-without-advisories" | "package-not-judged" | "undetermined" | "quarantined" | "unheard-of" | "data-too-old" | "only-scored")[];
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
        LifecyclePage: {
            readonly items: components["schemas"]["SystemLifecycle"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        MaintenanceWindow: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            changedAt: string;
            changedBy: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "window" | "blackout" | "span";
            name: string;
            /** @description its times in the next 35 days, ten at most */
            readonly next: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                to: string;
            }[];
            said: {
                duration?: string;
                ends?: string;
                /** @example 2026-01-01 */
                from: string;
                name: string;
                plusDays?: number;
                /** @example FREQ=MONTHLY;BYDAY=2TU */
                recurrence: string;
                startMargin?: string;
                /** @example 22:00 */
                starts: string;
                until?: string;
                /** @example Europe/Berlin */
                zone: string;
            } | {
                from: string;
                name: string;
                to: string;
                zone: string;
            };
            /** @description in one plain sentence */
            says: string;
        };
        Me: {
            /** Format: uuid */
            account: string;
            email: string;
            /** @enum {string} */
            kind: "session" | "api-token";
            name: string;
            organisation: components["schemas"]["Organisation"];
            readonly permissions: string[];
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin";
            /** @description only endpoints with one of these tags; null for all */
            tagScope: string[] | null;
        };
        NewApiToken: {
            /** @description the last characters of its text */
            hint: string;
            /** Format: uuid */
            id: string;
            /** @description shown once */
            token: string;
        };
        NewEnrolmentToken: {
            autoApprove: boolean;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            createdBy: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** @description the last characters of its text */
            hint: string;
            /** Format: uuid */
            id: string;
            /** @description to copy to the machine that is to join */
            line: string;
            revokedAt: string | null;
            readonly tags: string[];
            /** @description shown once */
            token: string;
            /** @description null where it is not known */
            uses: number | null;
            usesLeft: number;
        };
        NewInvitation: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            email: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** @description the last characters of its token */
            hint: string;
            /** Format: uuid */
            id: string;
            /** @description to hand over; works once, for three days */
            link: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin";
            /** @description only endpoints with one of these tags; null for all */
            tagScope: string[] | null;
            /** @description shown once */
            token: string;
        };
        OperatorKey: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            addedAt: string;
            addedBy: string;
            fingerprint: string;
            label: string;
            publicKey: string;
            revokedAt: string | null;
        };
        OperatorKeyList: {
            readonly items: components["schemas"]["OperatorKey"][];
        };
        Organisation: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        Overview: {
            /**
             * @description what there is to judge by; none: only what changelogs of updates on offer name; gone: the server has lost its advisories, and what was judged by them stays as it was. Nobody is clear of anything but where they are in use
             * @enum {string}
             */
            advisories: "in-use" | "none" | "gone";
            readonly numbers: {
                count: number;
                /** @enum {string} */
                name: "endpoints" | "overdue" | "overdue-7-days" | "overdue-30-days" | "exploited" | "exposed-criticals" | "silent" | "inventory-incomplete" | "pending" | "quarantined" | "unsupported" | "reboot" | "feeds-stale";
                /** @description the query whose list it counts; empty for the whole list */
                q: string;
                /**
                 * @description the list that it counts
                 * @enum {string}
                 */
                resource: "endpoints" | "findings" | "feeds";
            }[];
        };
        OverviewDays: {
            /** @description who asks is limited to tags: figures are of all endpoints, and not given */
            isLimited: boolean;
            /** @description as kept on each day, the oldest first; a day on which no server ran is not there */
            readonly items: {
                /**
                 * Format: date
                 * @description in UTC
                 */
                day: string;
                /** @description in service */
                endpoints: number;
                /** @description findings */
                exploited: number;
                /** @description findings */
                overdue: number;
                /** @description findings, critical or high */
                severe: number;
            }[];
        };
        OwnFile: {
            isComplete: boolean;
            /** @description of each part but the last */
            partBytes: number;
            /** @description that are there, from the first on without a gap: the next to send is the one of this number */
            parts: number;
            sha256: string;
        };
        OwnPackageList: {
            readonly items: components["schemas"]["OwnRelease"][];
            organisation: string;
        };
        OwnRelease: {
            /** @description of its files together */
            bytes: number;
            readonly kinds: string[];
            package: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            publishedAt: string;
            publishedBy: string;
            /** @description SHA-256 of its canonical JSON */
            release: string;
            /** @description fingerprints of operators’ keys in force that signed it */
            readonly signers: string[];
            readonly systems: string[];
            title: string;
            vendor: string;
            version: string;
            withdrawnAt: string | null;
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
        Passkey: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            host: string;
            /** Format: uuid */
            id: string;
            label: string;
            usedAt: string | null;
        };
        PasskeyList: {
            readonly items: components["schemas"]["Passkey"][];
        };
        PasskeyOptions: {
            challenge: string;
        } & {
            [key: string]: unknown;
        };
        Patch: {
            /** @description vulnerabilities */
            readonly closes: string[];
            /** @description the earliest of its findings on any endpoint */
            due: string | null;
            ecosystem: string;
            endpoints: number;
            /** @description null: there are no data that would say so */
            exploited: boolean | null;
            /** @description source versions that channels offer anywhere; empty: none is known to */
            readonly offered: string[];
            /** @description installed packages that change with it */
            readonly packages: string[];
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical" | "unknown";
            source: string;
            /** @description the version that closes all of closes on the endpoints that it is for */
            to: string;
        };
        PatchPage: {
            readonly items: components["schemas"]["Patch"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        Plan: {
            approvalsNeeded: number;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            at: string;
            by: string;
            /** @description by name; null where nobody of that id is there any more */
            byName: string | null;
            /** @description in words: what becomes of who is offline in its window */
            catchUp: string;
            cleanCanary: boolean;
            readonly closes: string[];
            /** @description how it is gone about; null: services are restarted, and the machine where that is expected */
            conduct: {
                readonly probes: string[];
                reboot: string;
                restart: string;
            } | null;
            endpoints: number;
            /** @description who is left out, by why */
            readonly excluded: {
                endpoints: number;
                /** @description ids, ten at most */
                readonly examples: string[];
                /** @description of these; the id where there is no name any more */
                readonly names: string[];
                why: string;
            }[];
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** @description endpoints whose figures were simulated, and whose minutes a rehearsal took; else reckoned */
            figures: {
                rehearsed: number;
                simulated: number;
            };
            hash: string;
            mostInFlight: number;
            query: string;
            /** @description of its newest deployment that was rehearsed; empty: it was on none */
            readonly rehearsals: {
                adapter: string;
                /** @description that it wrote */
                bytes: number | null;
                /** @description what was looked at after the upgrade */
                readonly checks: string[];
                endedAt: string | null;
                /**
                 * Format: uuid
                 * @description who tries it
                 */
                endpoint: string;
                /** @description by which it has to fit into a maintenance window */
                expectedMinutes: number;
                /** @description of the transcript, those that decide */
                readonly lines: string[];
                name: string | null;
                /** @description a package asked for one */
                reboot: boolean | null;
                release: string;
                /** @description services that ran code which would be replaced */
                readonly restarts: string[];
                /** @description null: not known yet; not-rehearsed is no pass */
                result: ("pass" | "warn" | "fail" | "not-rehearsed") | null;
                readonly says: string[];
                /** @description in all */
                seconds: number | null;
                /** @description endpoints that are alike */
                standsFor: number;
                /** @description of the plan */
                step: number;
                upgradeSeconds: number | null;
                /** @description while it is not known */
                waitsFor: ("signatures" | "endpoint") | null;
            }[];
            /** @description asked by the server while a ring is under way; absent: none */
            readonly ringProbes?: {
                expectStatus: number;
                expectText: string;
                name: string;
                timeoutMs: number;
                url: string;
            }[];
            /** @description in order; uncovered: what no earlier ring would have tried */
            readonly rings: {
                endpoints: number;
                readonly uncovered: string[];
            }[];
            /** @description endpoints by rollback class */
            rollback: {
                [key: string]: number;
            };
            signatures: {
                given: number;
                needed: number;
            };
            soakMinutes: number;
            /** @description what is done, the same for all that are alike; the first 200 */
            readonly steps: {
                adapter: string;
                readonly changes: {
                    architecture: string | null;
                    from: string | null;
                    package: string;
                    to: string | null;
                }[];
                downloadBytes: number;
                endpoints: number;
                expectedMinutes: number;
                expectsReboot: boolean;
                readonly heldBack: {
                    package: string;
                    why: string;
                }[];
                release: string;
            }[];
            /** @description names of maintenance windows; none is any time */
            readonly windows: string[];
        };
        PlanDrift: {
            /** @description endpoints that the plan does not fit any more */
            drifted: number;
            readonly items: {
                endpoint: string;
                readonly says: string[];
            }[];
        };
        PlanPreview: {
            /** @description who is left out, by why */
            readonly excluded: {
                endpoints: number;
                /** @description ids, ten at most */
                readonly examples: string[];
                /** @description of these; the id where there is no name any more */
                readonly names: string[];
                why: string;
            }[];
            /** @description null where there would be none; why says what is in the way */
            plan: {
                approvalsNeeded: number;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                by: string;
                /** @description by name; null where nobody of that id is there any more */
                byName: string | null;
                /** @description in words: what becomes of who is offline in its window */
                catchUp: string;
                cleanCanary: boolean;
                readonly closes: string[];
                /** @description how it is gone about; null: services are restarted, and the machine where that is expected */
                conduct: {
                    readonly probes: string[];
                    reboot: string;
                    restart: string;
                } | null;
                endpoints: number;
                /** @description who is left out, by why */
                readonly excluded: {
                    endpoints: number;
                    /** @description ids, ten at most */
                    readonly examples: string[];
                    /** @description of these; the id where there is no name any more */
                    readonly names: string[];
                    why: string;
                }[];
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                expiresAt: string;
                /** @description endpoints whose figures were simulated, and whose minutes a rehearsal took; else reckoned */
                figures: {
                    rehearsed: number;
                    simulated: number;
                };
                mostInFlight: number;
                query: string;
                /** @description asked by the server while a ring is under way; absent: none */
                readonly ringProbes?: {
                    expectStatus: number;
                    expectText: string;
                    name: string;
                    timeoutMs: number;
                    url: string;
                }[];
                /** @description in order; uncovered: what no earlier ring would have tried */
                readonly rings: {
                    endpoints: number;
                    readonly uncovered: string[];
                }[];
                /** @description endpoints by rollback class */
                rollback: {
                    [key: string]: number;
                };
                soakMinutes: number;
                /** @description what is done, the same for all that are alike; the first 200 */
                readonly steps: {
                    adapter: string;
                    readonly changes: {
                        architecture: string | null;
                        from: string | null;
                        package: string;
                        to: string | null;
                    }[];
                    downloadBytes: number;
                    endpoints: number;
                    expectedMinutes: number;
                    expectsReboot: boolean;
                    readonly heldBack: {
                        package: string;
                        why: string;
                    }[];
                    release: string;
                }[];
                /** @description names of maintenance windows; none is any time */
                readonly windows: string[];
            } | null;
            why: string | null;
        };
        PlanToSign: {
            /** @description with the signatures there are; what operators sign is its payload */
            envelope: {
                payload: string;
                payloadType: string;
                readonly signatures: {
                    keyid: string;
                    sig: string;
                }[];
            };
        };
        Policy: {
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            changedAt: string;
            changedBy: string;
            /** Format: uuid */
            id: string;
            lastRun: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                day: string;
                deployment: string | null;
                plan: string | null;
                /** @description what came of the day */
                says: string;
                version: number;
            } | null;
            /** @description on which it makes a plan; null where it is off, or never */
            nextDay: string | null;
            said: {
                /** @description plans up to so many endpoints need no approval; absent: people approve each */
                automaticUpTo?: number;
                /**
                 * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                 * @example after:2h
                 */
                catchUp?: string;
                cleanCanary: boolean;
                /**
                 * @description days on which it makes a plan
                 * @example FREQ=WEEKLY;BYDAY=TU
                 */
                days: string;
                /** @example 2026-01-01 */
                daysFrom: string;
                /**
                 * @description a query; empty is all
                 * @example os:debian
                 */
                endpoints: string;
                isOn: boolean;
                name: string;
                /**
                 * @description asked on each endpoint before, after and at the end of the soak: an address with the status and text it is to answer, or a command by its whole path
                 * @example [
                 *       "http://shop.example.org/health",
                 *       "/usr/sbin/nginx -t"
                 *     ]
                 */
                readonly probes?: string[];
                /** @example in-window */
                reboot: string;
                /** @description services on replaced code: services (as is usual), or none */
                restart?: string;
                /**
                 * @description addresses that the server asks while a ring is under way
                 * @example [
                 *       "https://shop.example.org/health"
                 *     ]
                 */
                readonly ringProbes?: string[];
                /** @example 2,10%,rest */
                rings: string;
                /**
                 * @description security, all, or a query of findings
                 * @example exploited:yes
                 */
                ships: string;
                /** @example 24h */
                soak: string;
                /**
                 * @description only what has been published so long, or is exploited
                 * @example 3d
                 */
                wait: string;
                /** @description names of maintenance windows; none is any time */
                readonly windows: string[];
                /** @example Europe/Berlin */
                zone: string;
            };
            /** @description in plain sentences */
            says: string;
            version: number;
        };
        PolicyList: {
            readonly items: components["schemas"]["Policy"][];
        };
        PolicyPreview: {
            first: string;
            last: string;
            readonly plans: {
                /** @description 0 where the policy’s own approval is enough */
                approvals: number;
                day: string;
                endpoints: number;
                readonly patches: {
                    readonly closes: string[];
                    endpoints: number;
                    source: string;
                    to: string;
                }[];
                readonly rings: number[];
                says: string;
            }[];
            /** @description what it could not know of the past */
            readonly says: string[];
        };
        Problem: {
            detail?: string;
            readonly errors?: {
                detail: string;
                readonly expected?: string[];
                from?: number;
                /** @enum {string} */
                in: "query" | "path" | "header" | "body";
                name: string;
                suggestion?: string;
                to?: number;
            }[];
            retryAfterSeconds?: number;
            status: number;
            title: string;
            /** @description urn:suture:problem: and the kind */
            type: string;
        };
        RoleList: {
            /** @description the least first; each may all that the one before may */
            readonly items: {
                /** @enum {string} */
                name: "viewer" | "operator" | "approver" | "admin";
                readonly permissions: string[];
            }[];
        };
        RolloutLimits: {
            inFlight: number;
            /** @description endpoints at once, of all deployments */
            mostInFlight: number;
            /** @description at once, of one disruption group (a tag group:NAME) */
            mostInGroup: number;
            /** @description operator keys that have to sign a plan */
            signaturesNeeded: number;
        };
        SelectionChanged: {
            /** @description of this piece */
            changed: number;
            /** @description of this piece; names: ten at most */
            readonly excluded: {
                count: number;
                readonly names: string[];
                why: string;
            }[];
            /** @description where the next piece begins; null: this was the last */
            next: number | null;
            /** @description endpoints in the whole selection */
            total: number;
            /** @description of this piece; they were so before */
            unchanged: number;
            /** @description what takes the changes of this piece back, as changes of these; approvals have none */
            readonly undo: {
                readonly add: string[];
                /** @enum {string} */
                criticality?: "lowest" | "low" | "normal" | "high" | "highest";
                readonly endpoints: string[];
                /**
                 * @description unknown counts as internet
                 * @enum {string}
                 */
                exposure?: "internet" | "internal" | "unknown";
                readonly remove: string[];
            }[];
        };
        Session: {
            address: string | null;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            isCurrent: boolean;
        };
        SessionList: {
            readonly items: components["schemas"]["Session"][];
        };
        SignedIn: {
            /** Format: uuid */
            account: string;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            expiresAt: string;
            /** Format: uuid */
            session: string;
        };
        SoftwareLifecycle: {
            endOfLife: string | null;
            endpoints: number;
            extendedUntil: string | null;
            /** @description as people call it */
            label: string;
            note: string | null;
            product: string;
            /** @description of endpoints: the list that endpoints counts; null where it would be too long */
            q: string | null;
            release: string;
            /** @description the feed whose dates are followed; empty where none says anything */
            source: string;
            /** @enum {string} */
            state: "supported" | "ending" | "extended" | "unsupported" | "unknown";
        };
        SoftwareLifecyclePage: {
            /** @description false: there is more software than is looked at */
            isWhole: boolean;
            readonly items: components["schemas"]["SoftwareLifecycle"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        SystemLifecycle: {
            endOfLife: string | null;
            endpoints: number;
            extendedUntil: string | null;
            /** @description as people call it */
            label: string;
            note: string | null;
            /** @description as the query field os */
            os: string;
            product: string;
            release: string;
            /** @description the feed whose dates are followed; empty where none says anything */
            source: string;
            /** @enum {string} */
            state: "supported" | "ending" | "extended" | "unsupported" | "unknown";
        };
        TimeToFix: {
            /**
             * Format: date-time
             * @description when it was worked out: ten minutes ago at most
             */
            asOf: string;
            /** @description that of all first, then from critical to unknown those that have any */
            readonly curves: {
                /** @description of them, seen to be gone by a complete inventory; the others wait */
                closed: number;
                /** @description vulnerabilities with a fix, each on an endpoint */
                lifetimes: number;
                /** @description after which half or fewer are open; null: it has not come to that */
                medianDays: number | null;
                /** @description days on which any was closed, and the last that any was seen on */
                readonly points: {
                    /** @description seen open until this day at least */
                    atRisk: number;
                    /** @description on this day */
                    closed: number;
                    /** @description whole days since the fix could be installed */
                    day: number;
                    /** @description the share still open after it (Kaplan-Meier) */
                    open: number;
                }[];
                /** @enum {string} */
                severity: "all" | "critical" | "high" | "medium" | "low" | "unknown";
            }[];
            endpoints: {
                /** @description in service, that the query finds; where more than read, they are drawn by their ids */
                of: number;
                /** @description of which it is made */
                read: number;
            };
            /**
             * Format: date
             * @description in UTC; a vulnerability counts from when its fix was out and it was there
             */
            since: string;
            /** Format: date */
            until: string;
        };
        TotpConfirmed: {
            /** @description each signs in once in place of a code; shown once */
            readonly recoveryCodes: string[];
        };
        TotpOffer: {
            /** @description base32, to type in; shown once */
            secret: string;
            /** @description otpauth: URI, to show as a QR code */
            uri: string;
        };
        TotpState: {
            isOn: boolean;
            recoveryCodesLeft: number;
        };
        UnmanagedPage: {
            /** @description false: there is more software than is counted here */
            isWhole: boolean;
            readonly items: components["schemas"]["UnmanagedProgram"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        UnmanagedProgram: {
            adapter: string;
            endpoints: number;
            name: string;
            publisher: string | null;
            /** @description of endpoints: the list that endpoints counts */
            q: string;
            why: string;
        };
        Update: {
            /** @description endpoints in service that the query finds it on */
            endpoints: number;
            readonly held: {
                /** @description hold, pin, phasing, new-packages, dependencies or unknown */
                cause: string;
                why: string;
            }[];
            /** @description those of them where it is kept back */
            heldOn: number;
            /** @description the channels */
            readonly origins: string[];
            /** @description installed packages that change with it */
            readonly packages: {
                candidate: string;
                installed: string;
                name: string;
            }[];
            /** @enum {string} */
            security: "yes" | "no" | "unknown";
            /** @description the source package */
            source: string;
            /** @description the source version offered */
            version: string;
            /** @description why we believe so */
            readonly why: string[];
        };
        UpdatePage: {
            readonly items: components["schemas"]["Update"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        User: {
            /** @description an account that the server makes for itself, such as that of its own machine; nobody changes it */
            builtIn: boolean;
            email: string;
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin";
            /**
             * Format: date-time
             * @description RFC 3339 in UTC
             */
            since: string;
            /** @description only endpoints with one of these tags; null for all */
            tagScope: string[] | null;
        };
        UserPage: {
            readonly items: components["schemas"]["User"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        Vulnerability: {
            readonly aliases: string[];
            cvss: number | null;
            /** @description the earliest on any endpoint */
            due: string | null;
            /** @description endpoints in service that the query finds it on */
            endpoints: number;
            /** @description probability of exploitation within 30 days, 0 to 1 */
            epss: number | null;
            /** @description the share of all vulnerabilities that have no higher EPSS, 0 to 1 */
            epssPercentile: number | null;
            /** @description null: there are no data that would say so */
            exploited: boolean | null;
            /** @description those of them where a version that closes it is known */
            fixable: number;
            /** @description what brings it; the first few */
            readonly packages: string[];
            published: string | null;
            ransomware: boolean | null;
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical" | "unknown";
            /**
             * @description the worst on any endpoint
             * @enum {string}
             */
            state: "affected" | "no-fix" | "will-not-fix" | "postponed" | "end-of-life" | "unimportant" | "undetermined" | "unknown";
            vulnerability: string;
        };
        VulnerabilityPage: {
            readonly items: components["schemas"]["Vulnerability"][];
            /** @description the cursor of the next page; null on the last */
            next: string | null;
            /** @description of the whole list, exactly */
            total: number;
        };
        VulnerabilityVerdict: {
            /**
             * @description what there is to judge by; none: only what changelogs of updates on offer name; gone: the server has lost its advisories, and what was judged by them stays as it was. Nobody is clear of anything but where they are in use
             * @enum {string}
             */
            advisories: "in-use" | "none" | "gone";
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
            /** @description why silence of the data clears nobody, in words; what data-too-old and only-scored stand for */
            readonly silences: string[];
            unknown: number;
            /** @description unknown endpoints by reason; one may have several */
            unknownBy: {
                [key: string]: number;
            };
        };
        Why: {
            id: string;
            /** @description one for each way to have it and each exposure of endpoints that do; empty: nobody has it */
            readonly items: {
                readonly advisories: string[];
                ecosystem: string;
                endpoints: number;
                explanation: {
                    /** @description each input that, turned over alone, leads elsewhere */
                    readonly changes: {
                        condition: string;
                        due: string | null;
                        /** @enum {string} */
                        factor: "exploited" | "exposed" | "automatable" | "impact" | "severity" | "epss" | "counted-from" | "fix";
                        from: string;
                        to: string;
                    }[];
                    deadline: {
                        days: number | null;
                        due: string | null;
                        forensics: boolean;
                        readonly reasons: {
                            /** @description of the statement or data */
                            date?: string;
                            /** @description it was missing, and inferred from this */
                            derived?: string;
                            /** @enum {string} */
                            factor: "exploited" | "exposed" | "automatable" | "impact" | "severity" | "epss" | "counted-from" | "fix";
                            source: string;
                            value: string;
                        }[];
                        rule: string;
                    };
                    readonly inputs: {
                        reason: {
                            /** @description of the statement or data */
                            date?: string;
                            /** @description it was missing, and inferred from this */
                            derived?: string;
                            /** @enum {string} */
                            factor: "exploited" | "exposed" | "automatable" | "impact" | "severity" | "epss" | "counted-from" | "fix";
                            source: string;
                            value: string;
                        };
                        /** @enum {string} */
                        use: "decides" | "orders" | "unused";
                    }[];
                    /** @description 0 on and before the due date */
                    overdueDays: number | null;
                    /** @enum {string} */
                    policy: "bod-26-04" | "cvss" | "pci-dss-6.3.3";
                };
                /** @enum {string} */
                exposure: "internet" | "internal" | "unknown";
                readonly packages: {
                    fixedVersion: string | null;
                    name: string;
                    version: string;
                }[];
                /** @enum {string} */
                state: "affected" | "no-fix" | "will-not-fix" | "postponed" | "end-of-life" | "unimportant" | "undetermined" | "unknown";
                vulnerability: string;
            }[];
        };
        WindowPreview: {
            /** @description the next change of its zone’s clocks within a year, and its five times about it */
            clockChange: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                at: string;
                readonly times: {
                    /**
                     * Format: date-time
                     * @description RFC 3339 in UTC
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 in UTC
                     */
                    to: string;
                }[];
            } | null;
            /** @description its next five times within two years */
            readonly next: {
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                to: string;
            }[];
            readonly problems: {
                field: string;
                problem: string;
                remedy: string;
            }[];
            /** @description in one plain sentence; null where it cannot be read */
            says: string | null;
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
    listApiTokens: {
        parameters: {
            query?: {
                /** @description all needs the permission api-token.read */
                of?: "me" | "all";
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
                    "application/json": components["schemas"]["ApiTokenList"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description at most a year from now
                     */
                    expiresAt: string;
                    label: string;
                    /** @description permissions; none that its maker has not */
                    scopes: string[];
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiToken"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
                subject?: string;
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
                    "application/json": components["schemas"]["AuditPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeCheckpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckpoint"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAudit: {
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
                    "application/jsonl": string;
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAudit: {
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
                    "application/json": components["schemas"]["AuditVerdict"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showCalendar: {
        parameters: {
            query: {
                from: string;
                to: string;
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
                    "application/json": components["schemas"]["Calendar"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCatalog: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description ruled: products that a rule is about; wrong: those of them that are not as asked, in presence or version */
                of?: "all" | "ruled" | "wrong";
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
                /** @description only what has each of these words in its names */
                words?: string;
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
                    "application/json": components["schemas"]["CatalogPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCatalogOverlay: {
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
                    "application/json": components["schemas"]["CatalogOverlay"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCatalogOverlay: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description the whole list as YAML; null takes it back */
                    text: string | null;
                    /** @description the one that was looked at; 0 where there was none */
                    version: number;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogOverlay"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCatalogProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product: string;
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
                    "application/json": components["schemas"]["CatalogDetail"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCatalogRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                product: string;
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
                    "application/json": components["schemas"]["CatalogRule"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCatalogRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                product: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    said: {
                        /**
                         * @description a query: on which it is required or forbidden; empty is all
                         * @default
                         */
                        endpoints?: string;
                        /**
                         * @default any
                         * @enum {string}
                         */
                        presence?: "any" | "required" | "forbidden";
                        reason: string;
                        /**
                         * @description held: no update; blocked: these versions never; pinned: these versions only
                         * @enum {string}
                         */
                        stance: "approved" | "held" | "blocked" | "pinned";
                        /** @default null */
                        until?: string | null;
                        /**
                         * @description with *
                         * @default []
                         * @example [
                         *       "131.*"
                         *     ]
                         */
                        versions?: string[];
                        /** @default 0 */
                        waitDays?: number;
                    };
                    /** @description the one that was looked at; absent where there is none */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogRule"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeCatalogRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                product: string;
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUnmanaged: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
                /** @description only what has each of these words in its names */
                words?: string;
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
                    "application/json": components["schemas"]["UnmanagedPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description waiting: for people or a date; going: also paused or halted; over: nothing more happens */
                of?: "all" | "waiting" | "going" | "over";
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["DeploymentPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description also where some endpoints are not as the plan froze them: they refuse, the others go on
                     * @default false
                     */
                    acceptDrift?: boolean;
                    name: string;
                    plan: string;
                    /**
                     * @description first on throw-away copies of endpoints, where some can; what fails there waits for people
                     * @default true
                     */
                    rehearse?: boolean;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeployment: {
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
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description what is approved: the hash of the plan as it was looked at */
                    plan: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    breakGlass: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    waiveCoverage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeploymentJobs: {
        parameters: {
            query?: {
                cause?: string;
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                ring?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
                /** @description one, or several with commas between */
                state?: string;
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
                    "application/json": components["schemas"]["JobPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeploymentJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint: string;
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
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promoteRing: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rehearseDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptRehearsal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description why it goes on without a rehearsal that passed */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseLostEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    endpoint: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeploymentReport: {
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
                    "application/json": components["schemas"]["DeploymentReport"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    endpoint: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollBackDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    scheduleDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    startAt: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": {
                        state: string;
                    };
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showDocs: {
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
                    "text/html": string;
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    selectEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    readonly except?: string[];
                    /** @description a query of endpoints; empty for all */
                    q: string;
                } | {
                    readonly endpoints: string[];
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointSelection"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveSelection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description next of the answer before; 0 to begin
                     * @default 0
                     */
                    from?: number;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelectionChanged"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describeSelection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    criticality?: "lowest" | "low" | "normal" | "high" | "highest";
                    /**
                     * @description unknown counts as internet
                     * @enum {string}
                     */
                    exposure?: "internet" | "internal" | "unknown";
                    /**
                     * @description next of the answer before; 0 to begin
                     * @default 0
                     */
                    from?: number;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelectionChanged"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tagSelection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    add?: string[];
                    /**
                     * @description next of the answer before; 0 to begin
                     * @default 0
                     */
                    from?: number;
                    remove?: string[];
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelectionChanged"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpoints: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    criticality?: "lowest" | "low" | "normal" | "high" | "highest";
                    /**
                     * @description unknown counts as internet
                     * @enum {string}
                     */
                    exposure?: "internet" | "internal" | "unknown";
                };
            };
        };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
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
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpointHardware: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["EndpointDevicePage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpointHistory: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["HistoryPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpointJobs: {
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
                    "application/json": components["schemas"]["EndpointJobs"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpointPackages: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["EndpointPackagePage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tagEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    add?: string[];
                    remove?: string[];
                };
            };
        };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEndpointUpdates: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["EndpointUpdatePage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEnrolmentTokens: {
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
                    "application/json": components["schemas"]["EnrolmentTokenList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEnrolmentToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description needs the permission endpoint.approve
                     * @default false
                     */
                    autoApprove?: boolean;
                    /** @default 3600 */
                    expiresInSeconds?: number;
                    /** @description put on each endpoint that joins with it */
                    tags?: string[];
                    /** @default 1 */
                    uses?: number;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEnrolmentToken"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeEnrolmentToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description the id of the last event heard; what came after it follows, or resync where that is not known any more */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named by their topic, with an Event as data; first ready, and resync where some may have been missed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Event"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExceptions: {
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
                    "application/json": components["schemas"]["ExceptionList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createException: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description a query of findings
                     * @example finding:CVE-2026-1234 endpoint:web-*
                     */
                    covers: string;
                    /**
                     * Format: date
                     * @description first day; without it today
                     */
                    from?: string;
                    /** @description the person who answers for it */
                    owner: string;
                    reason: string;
                    /**
                     * Format: date
                     * @description last day; a year away at most
                     */
                    until: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exception"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveException: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Exception"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endException: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Exception"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFeeds: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["FeedPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
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
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createFirstUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example ada@example.org */
                    email: string;
                    name: string;
                    /** Format: password */
                    password: string;
                    /** @description from the link that the server printed */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstUser"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFreezes: {
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
                    "application/json": components["schemas"]["FreezeList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createFreeze: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description a query of endpoints; empty: all of them
                     * @default
                     * @example tag:shop
                     */
                    covers?: string;
                    /** @example The end of the year: nothing changes until the books are closed. */
                    reason: string;
                    /**
                     * Format: date-time
                     * @description without it until it is lifted
                     */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Freeze"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftFreeze: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Freeze"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHardware: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["DeviceModelPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
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
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example ada@example.org */
                    email: string;
                    name: string;
                    /** @enum {string} */
                    role: "viewer" | "operator" | "approver" | "admin";
                    /** @description null for all; never of an admin */
                    tagScope?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewInvitation"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description six digits of the authenticator, or a recovery code */
                    code?: string;
                    /**
                     * Format: password
                     * @description a new one; the present one of who has an account already
                     */
                    password: string;
                    token: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstUser"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLifecycles: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["LifecyclePage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSoftwareLifecycles: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["SoftwareLifecyclePage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "window" | "blackout";
                    said: {
                        duration?: string;
                        ends?: string;
                        /** @example 2026-01-01 */
                        from: string;
                        name: string;
                        plusDays?: number;
                        /** @example FREQ=MONTHLY;BYDAY=2TU */
                        recurrence: string;
                        startMargin?: string;
                        /** @example 22:00 */
                        starts: string;
                        until?: string;
                        /** @example Europe/Berlin */
                        zone: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "span";
                    said: {
                        from: string;
                        name: string;
                        to: string;
                        zone: string;
                    };
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WindowPreview"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMaintenanceWindows: {
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
                        readonly items: components["schemas"]["MaintenanceWindow"][];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "window" | "blackout";
                    said: {
                        duration?: string;
                        ends?: string;
                        /** @example 2026-01-01 */
                        from: string;
                        name: string;
                        plusDays?: number;
                        /** @example FREQ=MONTHLY;BYDAY=2TU */
                        recurrence: string;
                        startMargin?: string;
                        /** @example 22:00 */
                        starts: string;
                        until?: string;
                        /** @example Europe/Berlin */
                        zone: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "span";
                    said: {
                        from: string;
                        name: string;
                        to: string;
                        zone: string;
                    };
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceWindow"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "window" | "blackout";
                    said: {
                        duration?: string;
                        ends?: string;
                        /** @example 2026-01-01 */
                        from: string;
                        name: string;
                        plusDays?: number;
                        /** @example FREQ=MONTHLY;BYDAY=2TU */
                        recurrence: string;
                        startMargin?: string;
                        /** @example 22:00 */
                        starts: string;
                        until?: string;
                        /** @example Europe/Berlin */
                        zone: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "span";
                    said: {
                        from: string;
                        name: string;
                        to: string;
                        zone: string;
                    };
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceWindow"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMaintenanceWindow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showMe: {
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
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPasskeys: {
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
                    "application/json": components["schemas"]["PasskeyList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerPasskey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credential: {
                        authenticatorAttachment?: ("platform" | "cross-platform") | null;
                        /** @default {} */
                        clientExtensionResults?: {
                            [key: string]: unknown;
                        };
                        id: string;
                        rawId: string;
                        response: {
                            attestationObject: string;
                            clientDataJSON: string;
                            transports?: string[];
                        };
                        /** @enum {string} */
                        type: "public-key";
                    };
                    label: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerPasskey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOptions"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: password */
                    current: string;
                    /** Format: password */
                    new: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showTotp: {
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
                    "application/json": components["schemas"]["TotpState"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpOffer"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description six digits of the authenticator, or a recovery code */
                    code: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpConfirmed"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperatorKeys: {
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
                    "application/json": components["schemas"]["OperatorKeyList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addOperatorKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    label: string;
                    /** @description Ed25519, SubjectPublicKeyInfo in DER, base64 */
                    publicKey: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorKey"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeOperatorKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                fingerprint: string;
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showOverview: {
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
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDays: {
        parameters: {
            query?: {
                /** @description how far back */
                days?: number;
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
                    "application/json": components["schemas"]["OverviewDays"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showTimeToFix: {
        parameters: {
            query?: {
                /** @description a curve for each severity beside that of all */
                by?: "none" | "severity";
                /** @description what began so many days ago at most */
                days?: number;
                /** @description only on endpoints that this query finds */
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
                    "application/json": components["schemas"]["TimeToFix"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOwnFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: string;
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
                    "application/json": components["schemas"]["OwnFile"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOwnFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                sha256: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description of the whole file */
                    bytes: number;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFile"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOwnFilePart: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                part: number;
                sha256: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: byte
                     * @description the bytes of this part
                     */
                    data: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFile"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnPackages: {
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
                    "application/json": components["schemas"]["OwnPackageList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishOwnPackage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description an own-package.v1 statement, signed by an operator */
                    envelope: {
                        payload: string;
                        payloadType: string;
                        readonly signatures: {
                            keyid: string;
                            sig: string;
                        }[];
                    };
                    /** @description as suture package build wrote it, to the byte */
                    release: string;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnRelease"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawOwnPackage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                package: string;
                version: string;
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
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
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPatches: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["PatchPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                     * @default next-window
                     * @example after:2h
                     */
                    catchUp?: string;
                    /**
                     * @description a small first ring without a failure passes by itself
                     * @default false
                     */
                    cleanCanary?: boolean;
                    /** @description how it is gone about, signed with the plan; absent: a restart where one is expected */
                    conduct?: {
                        /**
                         * @description asked on each endpoint before, after, and at the end of the soak
                         * @default []
                         */
                        readonly probes?: ({
                            /** @description a program by its whole path; no shell */
                            readonly argv: string[];
                            /**
                             * @description false: one that fails is told, and fails nothing
                             * @default true
                             */
                            blocking?: boolean;
                            /** @enum {string} */
                            kind: "command";
                            name: string;
                            /** @default 10000 */
                            timeoutMs?: number;
                        } | {
                            /**
                             * @description false: one that fails is told, and fails nothing
                             * @default true
                             */
                            blocking?: boolean;
                            /** @default 200 */
                            expectStatus?: number;
                            /** @default  */
                            expectText?: string;
                            /** @enum {string} */
                            kind: "http";
                            name: string;
                            /** @default 10000 */
                            timeoutMs?: number;
                            url: string;
                        })[];
                        /**
                         * @description in-window: while a maintenance window of the plan is open; ask: whoever is logged in is asked to, and it waits for that
                         * @default if-needed
                         * @enum {string}
                         */
                        reboot?: "never" | "if-needed" | "in-window" | "ask";
                        /**
                         * @description services on replaced code
                         * @default services
                         * @enum {string}
                         */
                        restart?: "none" | "services";
                    };
                    /** @default 168 */
                    expiresInHours?: number;
                    /**
                     * @description endpoints at once
                     * @default 50
                     */
                    mostInFlight?: number;
                    /**
                     * @description a query of endpoints; empty is all
                     * @default
                     * @example tag:web
                     */
                    q?: string;
                    /**
                     * @description addresses that the server asks while a ring is under way; where one fails nothing new begins
                     * @default []
                     */
                    ringProbes?: {
                        /** @default 200 */
                        expectStatus?: number;
                        /**
                         * @description somewhere in its first 64 KiB
                         * @default
                         */
                        expectText?: string;
                        name: string;
                        /** @default 10000 */
                        timeoutMs?: number;
                        /** @example https://shop.example.org/health */
                        url: string;
                    }[];
                    /**
                     * @description sizes, the last one rest
                     * @default 2,10%,rest
                     */
                    rings?: string;
                    /** @description what it installs, or takes away */
                    ships: {
                        /** @enum {string} */
                        kind: "all";
                    } | {
                        /** @enum {string} */
                        kind: "security";
                    } | {
                        /** @enum {string} */
                        kind: "sources";
                        /** @description openssl, or openssl@3.0.15-1 for that version */
                        sources: string[];
                    } | {
                        /** @enum {string} */
                        kind: "remove";
                        /** @description packages of one’s own, or products, which are taken away: notes, firefox, deb:telnetd */
                        packages: string[];
                    } | {
                        /** @enum {string} */
                        kind: "install";
                        /** @description products: firefox, deb:telnetd, or deb:telnetd@0.17-41 for that version */
                        packages: string[];
                    } | {
                        /** @enum {string} */
                        kind: "required";
                    } | {
                        /** @enum {string} */
                        kind: "forbidden";
                    } | {
                        /** @enum {string} */
                        kind: "close";
                        vulnerabilities: string[];
                    };
                    /** @default 60 */
                    soakMinutes?: number;
                    /**
                     * @description names of maintenance windows; none is any time
                     * @default []
                     */
                    windows?: string[];
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanPreview"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulatePlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                     * @default next-window
                     * @example after:2h
                     */
                    catchUp?: string;
                    /**
                     * @description a small first ring without a failure passes by itself
                     * @default false
                     */
                    cleanCanary?: boolean;
                    /** @description how it is gone about, signed with the plan; absent: a restart where one is expected */
                    conduct?: {
                        /**
                         * @description asked on each endpoint before, after, and at the end of the soak
                         * @default []
                         */
                        readonly probes?: ({
                            /** @description a program by its whole path; no shell */
                            readonly argv: string[];
                            /**
                             * @description false: one that fails is told, and fails nothing
                             * @default true
                             */
                            blocking?: boolean;
                            /** @enum {string} */
                            kind: "command";
                            name: string;
                            /** @default 10000 */
                            timeoutMs?: number;
                        } | {
                            /**
                             * @description false: one that fails is told, and fails nothing
                             * @default true
                             */
                            blocking?: boolean;
                            /** @default 200 */
                            expectStatus?: number;
                            /** @default  */
                            expectText?: string;
                            /** @enum {string} */
                            kind: "http";
                            name: string;
                            /** @default 10000 */
                            timeoutMs?: number;
                            url: string;
                        })[];
                        /**
                         * @description in-window: while a maintenance window of the plan is open; ask: whoever is logged in is asked to, and it waits for that
                         * @default if-needed
                         * @enum {string}
                         */
                        reboot?: "never" | "if-needed" | "in-window" | "ask";
                        /**
                         * @description services on replaced code
                         * @default services
                         * @enum {string}
                         */
                        restart?: "none" | "services";
                    };
                    /** @default 168 */
                    expiresInHours?: number;
                    /**
                     * @description endpoints at once
                     * @default 50
                     */
                    mostInFlight?: number;
                    /**
                     * @description a query of endpoints; empty is all
                     * @default
                     * @example tag:web
                     */
                    q?: string;
                    /**
                     * @description addresses that the server asks while a ring is under way; where one fails nothing new begins
                     * @default []
                     */
                    ringProbes?: {
                        /** @default 200 */
                        expectStatus?: number;
                        /**
                         * @description somewhere in its first 64 KiB
                         * @default
                         */
                        expectText?: string;
                        name: string;
                        /** @default 10000 */
                        timeoutMs?: number;
                        /** @example https://shop.example.org/health */
                        url: string;
                    }[];
                    /**
                     * @description sizes, the last one rest
                     * @default 2,10%,rest
                     */
                    rings?: string;
                    /** @description what it installs, or takes away */
                    ships: {
                        /** @enum {string} */
                        kind: "all";
                    } | {
                        /** @enum {string} */
                        kind: "security";
                    } | {
                        /** @enum {string} */
                        kind: "sources";
                        /** @description openssl, or openssl@3.0.15-1 for that version */
                        sources: string[];
                    } | {
                        /** @enum {string} */
                        kind: "remove";
                        /** @description packages of one’s own, or products, which are taken away: notes, firefox, deb:telnetd */
                        packages: string[];
                    } | {
                        /** @enum {string} */
                        kind: "install";
                        /** @description products: firefox, deb:telnetd, or deb:telnetd@0.17-41 for that version */
                        packages: string[];
                    } | {
                        /** @enum {string} */
                        kind: "required";
                    } | {
                        /** @enum {string} */
                        kind: "forbidden";
                    } | {
                        /** @enum {string} */
                        kind: "close";
                        vulnerabilities: string[];
                    };
                    /** @default 60 */
                    soakMinutes?: number;
                    /**
                     * @description names of maintenance windows; none is any time
                     * @default []
                     */
                    windows?: string[];
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoints: number;
                        /** @description kinds of which nobody who can was heard of lately */
                        nobody: number;
                        /** @description endpoints whose figures are simulated */
                        simulated: number;
                        /** @description kinds of endpoints of which one was asked, and has not answered */
                        waiting: number;
                    };
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                     * @default next-window
                     * @example after:2h
                     */
                    catchUp?: string;
                    /**
                     * @description a small first ring without a failure passes by itself
                     * @default false
                     */
                    cleanCanary?: boolean;
                    /** @description how it is gone about, signed with the plan; absent: a restart where one is expected */
                    conduct?: {
                        /**
                         * @description asked on each endpoint before, after, and at the end of the soak
                         * @default []
                         */
                        readonly probes?: ({
                            /** @description a program by its whole path; no shell */
                            readonly argv: string[];
                            /**
                             * @description false: one that fails is told, and fails nothing
                             * @default true
                             */
                            blocking?: boolean;
                            /** @enum {string} */
                            kind: "command";
                            name: string;
                            /** @default 10000 */
                            timeoutMs?: number;
                        } | {
                            /**
                             * @description false: one that fails is told, and fails nothing
                             * @default true
                             */
                            blocking?: boolean;
                            /** @default 200 */
                            expectStatus?: number;
                            /** @default  */
                            expectText?: string;
                            /** @enum {string} */
                            kind: "http";
                            name: string;
                            /** @default 10000 */
                            timeoutMs?: number;
                            url: string;
                        })[];
                        /**
                         * @description in-window: while a maintenance window of the plan is open; ask: whoever is logged in is asked to, and it waits for that
                         * @default if-needed
                         * @enum {string}
                         */
                        reboot?: "never" | "if-needed" | "in-window" | "ask";
                        /**
                         * @description services on replaced code
                         * @default services
                         * @enum {string}
                         */
                        restart?: "none" | "services";
                    };
                    /** @default 168 */
                    expiresInHours?: number;
                    /**
                     * @description endpoints at once
                     * @default 50
                     */
                    mostInFlight?: number;
                    /**
                     * @description a query of endpoints; empty is all
                     * @default
                     * @example tag:web
                     */
                    q?: string;
                    /**
                     * @description addresses that the server asks while a ring is under way; where one fails nothing new begins
                     * @default []
                     */
                    ringProbes?: {
                        /** @default 200 */
                        expectStatus?: number;
                        /**
                         * @description somewhere in its first 64 KiB
                         * @default
                         */
                        expectText?: string;
                        name: string;
                        /** @default 10000 */
                        timeoutMs?: number;
                        /** @example https://shop.example.org/health */
                        url: string;
                    }[];
                    /**
                     * @description sizes, the last one rest
                     * @default 2,10%,rest
                     */
                    rings?: string;
                    /** @description what it installs, or takes away */
                    ships: {
                        /** @enum {string} */
                        kind: "all";
                    } | {
                        /** @enum {string} */
                        kind: "security";
                    } | {
                        /** @enum {string} */
                        kind: "sources";
                        /** @description openssl, or openssl@3.0.15-1 for that version */
                        sources: string[];
                    } | {
                        /** @enum {string} */
                        kind: "remove";
                        /** @description packages of one’s own, or products, which are taken away: notes, firefox, deb:telnetd */
                        packages: string[];
                    } | {
                        /** @enum {string} */
                        kind: "install";
                        /** @description products: firefox, deb:telnetd, or deb:telnetd@0.17-41 for that version */
                        packages: string[];
                    } | {
                        /** @enum {string} */
                        kind: "required";
                    } | {
                        /** @enum {string} */
                        kind: "forbidden";
                    } | {
                        /** @enum {string} */
                        kind: "close";
                        vulnerabilities: string[];
                    };
                    /** @default 60 */
                    soakMinutes?: number;
                    /**
                     * @description names of maintenance windows; none is any time
                     * @default []
                     */
                    windows?: string[];
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
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
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlanDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was frozen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlanDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
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
                    "application/json": components["schemas"]["PlanDrift"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlanToSign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
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
                    "application/json": components["schemas"]["PlanToSign"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    envelope: {
                        payload: string;
                        payloadType: string;
                        readonly signatures: {
                            keyid: string;
                            sig: string;
                        }[];
                    };
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        readonly signers: string[];
                    };
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicies: {
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
                    "application/json": components["schemas"]["PolicyList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    said: {
                        /** @description plans up to so many endpoints need no approval; absent: people approve each */
                        automaticUpTo?: number;
                        /**
                         * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                         * @example after:2h
                         */
                        catchUp?: string;
                        cleanCanary: boolean;
                        /**
                         * @description days on which it makes a plan
                         * @example FREQ=WEEKLY;BYDAY=TU
                         */
                        days: string;
                        /** @example 2026-01-01 */
                        daysFrom: string;
                        /**
                         * @description a query; empty is all
                         * @example os:debian
                         */
                        endpoints: string;
                        isOn: boolean;
                        name: string;
                        /**
                         * @description asked on each endpoint before, after and at the end of the soak: an address with the status and text it is to answer, or a command by its whole path
                         * @example [
                         *       "http://shop.example.org/health",
                         *       "/usr/sbin/nginx -t"
                         *     ]
                         */
                        readonly probes?: string[];
                        /** @example in-window */
                        reboot: string;
                        /** @description services on replaced code: services (as is usual), or none */
                        restart?: string;
                        /**
                         * @description addresses that the server asks while a ring is under way
                         * @example [
                         *       "https://shop.example.org/health"
                         *     ]
                         */
                        readonly ringProbes?: string[];
                        /** @example 2,10%,rest */
                        rings: string;
                        /**
                         * @description security, all, or a query of findings
                         * @example exploited:yes
                         */
                        ships: string;
                        /** @example 24h */
                        soak: string;
                        /**
                         * @description only what has been published so long, or is exploited
                         * @example 3d
                         */
                        wait: string;
                        /** @description names of maintenance windows; none is any time */
                        readonly windows: string[];
                        /** @example Europe/Berlin */
                        zone: string;
                    };
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    said: {
                        /** @description plans up to so many endpoints need no approval; absent: people approve each */
                        automaticUpTo?: number;
                        /**
                         * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                         * @example after:2h
                         */
                        catchUp?: string;
                        cleanCanary: boolean;
                        /**
                         * @description days on which it makes a plan
                         * @example FREQ=WEEKLY;BYDAY=TU
                         */
                        days: string;
                        /** @example 2026-01-01 */
                        daysFrom: string;
                        /**
                         * @description a query; empty is all
                         * @example os:debian
                         */
                        endpoints: string;
                        isOn: boolean;
                        name: string;
                        /**
                         * @description asked on each endpoint before, after and at the end of the soak: an address with the status and text it is to answer, or a command by its whole path
                         * @example [
                         *       "http://shop.example.org/health",
                         *       "/usr/sbin/nginx -t"
                         *     ]
                         */
                        readonly probes?: string[];
                        /** @example in-window */
                        reboot: string;
                        /** @description services on replaced code: services (as is usual), or none */
                        restart?: string;
                        /**
                         * @description addresses that the server asks while a ring is under way
                         * @example [
                         *       "https://shop.example.org/health"
                         *     ]
                         */
                        readonly ringProbes?: string[];
                        /** @example 2,10%,rest */
                        rings: string;
                        /**
                         * @description security, all, or a query of findings
                         * @example exploited:yes
                         */
                        ships: string;
                        /** @example 24h */
                        soak: string;
                        /**
                         * @description only what has been published so long, or is exploited
                         * @example 3d
                         */
                        wait: string;
                        /** @description names of maintenance windows; none is any time */
                        readonly windows: string[];
                        /** @example Europe/Berlin */
                        zone: string;
                    };
                    /** @description the one that was looked at; refused where there is a newer one */
                    version: number;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicyVersions: {
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
                    "application/json": {
                        /** @description the newest first */
                        readonly items: {
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            at: string;
                            by: string;
                            /** @description by name; null where nobody of that id is there any more */
                            byName: string | null;
                            removed: boolean;
                            said: {
                                /** @description plans up to so many endpoints need no approval; absent: people approve each */
                                automaticUpTo?: number;
                                /**
                                 * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                                 * @example after:2h
                                 */
                                catchUp?: string;
                                cleanCanary: boolean;
                                /**
                                 * @description days on which it makes a plan
                                 * @example FREQ=WEEKLY;BYDAY=TU
                                 */
                                days: string;
                                /** @example 2026-01-01 */
                                daysFrom: string;
                                /**
                                 * @description a query; empty is all
                                 * @example os:debian
                                 */
                                endpoints: string;
                                isOn: boolean;
                                name: string;
                                /**
                                 * @description asked on each endpoint before, after and at the end of the soak: an address with the status and text it is to answer, or a command by its whole path
                                 * @example [
                                 *       "http://shop.example.org/health",
                                 *       "/usr/sbin/nginx -t"
                                 *     ]
                                 */
                                readonly probes?: string[];
                                /** @example in-window */
                                reboot: string;
                                /** @description services on replaced code: services (as is usual), or none */
                                restart?: string;
                                /**
                                 * @description addresses that the server asks while a ring is under way
                                 * @example [
                                 *       "https://shop.example.org/health"
                                 *     ]
                                 */
                                readonly ringProbes?: string[];
                                /** @example 2,10%,rest */
                                rings: string;
                                /**
                                 * @description security, all, or a query of findings
                                 * @example exploited:yes
                                 */
                                ships: string;
                                /** @example 24h */
                                soak: string;
                                /**
                                 * @description only what has been published so long, or is exploited
                                 * @example 3d
                                 */
                                wait: string;
                                /** @description names of maintenance windows; none is any time */
                                readonly windows: string[];
                                /** @example Europe/Berlin */
                                zone: string;
                            };
                            says: string;
                            version: number;
                        }[];
                        /** @description the last hundred, the newest first */
                        readonly runs: {
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            at: string;
                            day: string;
                            deployment: string | null;
                            plan: string | null;
                            /** @description what came of the day */
                            says: string;
                            version: number;
                        }[];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 30 */
                    days?: number;
                    said: {
                        /** @description plans up to so many endpoints need no approval; absent: people approve each */
                        automaticUpTo?: number;
                        /**
                         * @description who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen
                         * @example after:2h
                         */
                        catchUp?: string;
                        cleanCanary: boolean;
                        /**
                         * @description days on which it makes a plan
                         * @example FREQ=WEEKLY;BYDAY=TU
                         */
                        days: string;
                        /** @example 2026-01-01 */
                        daysFrom: string;
                        /**
                         * @description a query; empty is all
                         * @example os:debian
                         */
                        endpoints: string;
                        isOn: boolean;
                        name: string;
                        /**
                         * @description asked on each endpoint before, after and at the end of the soak: an address with the status and text it is to answer, or a command by its whole path
                         * @example [
                         *       "http://shop.example.org/health",
                         *       "/usr/sbin/nginx -t"
                         *     ]
                         */
                        readonly probes?: string[];
                        /** @example in-window */
                        reboot: string;
                        /** @description services on replaced code: services (as is usual), or none */
                        restart?: string;
                        /**
                         * @description addresses that the server asks while a ring is under way
                         * @example [
                         *       "https://shop.example.org/health"
                         *     ]
                         */
                        readonly ringProbes?: string[];
                        /** @example 2,10%,rest */
                        rings: string;
                        /**
                         * @description security, all, or a query of findings
                         * @example exploited:yes
                         */
                        ships: string;
                        /** @example 24h */
                        soak: string;
                        /**
                         * @description only what has been published so long, or is exploited
                         * @example 3d
                         */
                        wait: string;
                        /** @description names of maintenance windows; none is any time */
                        readonly windows: string[];
                        /** @example Europe/Berlin */
                        zone: string;
                    };
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyPreview"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoles: {
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
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRolloutLimits: {
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
                    "application/json": components["schemas"]["RolloutLimits"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeRolloutLimits: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description endpoints at once, of all deployments */
                    mostInFlight: number;
                    /** @description at once, of one disruption group (a tag group:NAME) */
                    mostInGroup: number;
                    /** @description operator keys that have to sign a plan */
                    signaturesNeeded: number;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolloutLimits"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
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
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description six digits of the authenticator, or a recovery code */
                    code?: string;
                    /** @example ada@example.org */
                    email: string;
                    /**
                     * Format: uuid
                     * @description for who belongs to several; else the first
                     */
                    organisation?: string;
                    /** Format: password */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signInWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credential: {
                        authenticatorAttachment?: ("platform" | "cross-platform") | null;
                        /** @default {} */
                        clientExtensionResults?: {
                            [key: string]: unknown;
                        };
                        id: string;
                        rawId: string;
                        response: {
                            authenticatorData: string;
                            clientDataJSON: string;
                            signature: string;
                            userHandle?: string | null;
                        };
                        /** @enum {string} */
                        type: "public-key";
                    };
                    /** Format: uuid */
                    organisation?: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerPasskeySignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOptions"];
                };
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
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUpdates: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["UpdatePage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["UserPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showUser: {
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
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description It still is what the ETag in If-None-Match names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    role?: "viewer" | "operator" | "approver" | "admin";
                    /** @description null for all; never of an admin */
                    tagScope?: string[] | null;
                };
            };
        };
        responses: {
            /** @description As asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetSecondFactors: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this write: asked again with the same key within a day it is not done again, and answered the same */
                "Idempotency-Key"?: string;
            };
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
                    "application/json": components["schemas"]["Done"];
                };
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
            /** @description It does not go with how things are now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What was sent cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFieldValues: {
        parameters: {
            query: {
                /** @description a field of the query language that the resource itself has */
                field: string;
                limit?: number;
                /** @description only among what this finds */
                q?: string;
                resource: "endpoints" | "packages" | "findings";
                /** @description how the value begins */
                typed?: string;
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
                    "application/json": components["schemas"]["FieldValues"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVulnerabilities: {
        parameters: {
            query?: {
                /** @description next of the page before; only with the same query. Rows that come in between are neither lost nor seen twice */
                cursor?: string;
                /** @description rows on a page at most */
                limit?: number;
                /** @description in the query language (docs/reference/query.md); without it, everything */
                q?: string;
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
                    "application/json": components["schemas"]["VulnerabilityPage"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
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
                /** @description rows to leave out first, to look at a place far down a list; for reading all of it use cursor, which loses none */
                skip?: number;
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainVulnerability: {
        parameters: {
            query?: {
                /** @description only as this endpoint has it */
                endpoint?: string;
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
                    "application/json": components["schemas"]["Why"];
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
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
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
