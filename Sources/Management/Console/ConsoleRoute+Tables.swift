extension ConsoleRoute {
    /// The console, at the admin listener.
    static let console = RouteTable(
        routes: assets(.console) + entrance + customers + oneCustomer + onePartner + operators)

    /// The pages that the gateway relays from within a workspace.
    static let workspace = RouteTable(
        routes: assets(.workspace) + [
            ConsoleRoute(workspace: WorkspaceSettingsPage.address, WorkspaceSettingsPage.show),
            ConsoleRoute(workspaceForm: WorkspaceSettingsPage.address, WorkspaceSettingsPage.rename),
        ])

    private static func assets(_ home: ConsoleHome) -> [ConsoleRoute] {
        [
            ConsoleRoute(asset: home.assets + "/console.css", ConsoleAssets.style),
            ConsoleRoute(asset: home.assets + "/console.js", ConsoleAssets.script),
            ConsoleRoute(asset: home.assets + "/icon.svg", ConsoleAssets.icon),
        ]
    }

    private static let entrance = [
        ConsoleRoute(guest: "/", ConsoleAssets.start),
        ConsoleRoute(guest: "/admin_console", ConsoleAssets.start),
        ConsoleRoute(guest: "/admin_console/", ConsoleAssets.start),
        ConsoleRoute(guest: SignInPages.address, SignInPages.show),
        ConsoleRoute(guestForm: SignInPages.address, SignInPages.signIn),
        ConsoleRoute(form: "/admin_console/sign_out", SignInPages.signOut),
        ConsoleRoute(guest: "/admin_console/invitations/:token", InvitationPages.show),
        ConsoleRoute(guestForm: "/admin_console/invitations/:token", InvitationPages.accept),
        ConsoleRoute(page: "/admin_console/account", AccountPages.show),
        ConsoleRoute(form: "/admin_console/account/password", AccountPages.changePassword),
        ConsoleRoute(form: "/admin_console/account/sign_out_everywhere", AccountPages.signOutEverywhere),
    ]

    private static let customers = [
        ConsoleRoute(page: CustomersAddress.path, CustomersPage.show),
        ConsoleRoute(page: CustomersAddress.path + "/new", NewCustomerPage.show),
        ConsoleRoute(form: CustomersAddress.path, NewCustomerPage.add),
        ConsoleRoute(page: CustomersAddress.path + "/new/origins/preview", NewCustomerPage.preview),
    ]

    private static let customer = CustomersAddress.path + "/:id"

    private static let oneCustomer = [
        ConsoleRoute(page: customer, CustomerDashboardPage.lead),
        ConsoleRoute(page: customer + "/dashboard", CustomerDashboardPage.show),
        ConsoleRoute(page: customer + "/collaborators", CollaboratorsPage.show),
        ConsoleRoute(form: customer + "/collaborators", CollaboratorsPage.add),
        ConsoleRoute(form: customer + "/collaborators/:member_id/role", CollaboratorsPage.changeRole),
        ConsoleRoute(page: customer + "/collaborators/:member_id/remove", CollaboratorsPage.askToRemove),
        ConsoleRoute(form: customer + "/collaborators/:member_id/remove", CollaboratorsPage.remove),
        ConsoleRoute(page: customer + "/sessions", CustomerSessionsPage.show),
        ConsoleRoute(page: customer + "/sessions/end", CustomerSessionsPage.askToEndAll),
        ConsoleRoute(form: customer + "/sessions/end", CustomerSessionsPage.endAll),
        ConsoleRoute(form: customer + "/sessions/:session_id/end", CustomerSessionsPage.endOne),
        ConsoleRoute(page: customer + "/activity", CustomerActivityPage.show),
        ConsoleRoute(page: customer + "/settings", CustomerSettingsPage.show),
        ConsoleRoute(form: customer + "/settings/plan", CustomerSettingsForms.plan),
        ConsoleRoute(form: customer + "/settings/trial", CustomerSettingsForms.trial),
        ConsoleRoute(form: customer + "/settings/apps", CustomerSettingsForms.apps),
        ConsoleRoute(form: customer + "/settings/external_id", CustomerSettingsForms.externalID),
        ConsoleRoute(form: customer + "/settings/notification_email", CustomerSettingsForms.notificationEmail),
        ConsoleRoute(form: customer + "/settings/origins", CustomerSettingsForms.origins),
        ConsoleRoute(page: customer + "/settings/origins/preview", CustomerSettingsForms.preview),
        ConsoleRoute(form: customer + "/settings/delete", for: .admins, CustomerSettingsForms.delete),
        ConsoleRoute(form: customer + "/switch", SwitchAccount.enter),
    ]

    private static let partner = "/admin_console/partners/:vendor_id"

    private static let onePartner = [
        ConsoleRoute(page: partner + "/dashboard", for: .admins, PartnerDashboardPage.show),
        ConsoleRoute(page: partner + "/settings", for: .admins, PartnerSettingsPage.show),
        ConsoleRoute(form: partner + "/settings/name", for: .admins, PartnerSettingsPage.name),
        ConsoleRoute(form: partner + "/settings/origins", for: .admins, PartnerSettingsPage.origins),
        ConsoleRoute(page: partner + "/settings/origins/preview", for: .admins, PartnerSettingsPage.preview),
        ConsoleRoute(form: partner + "/settings/token_rules", for: .admins, PartnerSettingsPage.tokenRules),
        ConsoleRoute(page: partner + "/keys", for: .admins, PartnerKeysPage.show),
        ConsoleRoute(form: partner + "/keys", for: .admins, PartnerKeysPage.add),
        ConsoleRoute(form: partner + "/keys/jwks", for: .admins, PartnerKeysPage.setSource),
        ConsoleRoute(form: partner + "/keys/jwks/remove", for: .admins, PartnerKeysPage.removeSource),
        ConsoleRoute(page: partner + "/keys/:id/remove", for: .admins, PartnerKeysPage.askToRemove),
        ConsoleRoute(form: partner + "/keys/:id/remove", for: .admins, PartnerKeysPage.remove),
        ConsoleRoute(page: partner + "/api_tokens", for: .admins, PartnerTokensPage.show),
        ConsoleRoute(form: partner + "/api_tokens", for: .admins, PartnerTokensPage.create),
        ConsoleRoute(page: partner + "/api_tokens/:id/revoke", for: .admins, PartnerTokensPage.askToRevoke),
        ConsoleRoute(form: partner + "/api_tokens/:id/revoke", for: .admins, PartnerTokensPage.revoke),
        ConsoleRoute(page: partner + "/team", for: .admins, TeamPages.showPartners),
        ConsoleRoute(form: partner + "/team", for: .admins, TeamPages.addToPartners),
        ConsoleRoute(form: partner + "/team/:user_id/invite", for: .admins, TeamPages.invitePartners),
        ConsoleRoute(page: partner + "/team/:user_id/remove", for: .admins, TeamPages.askToRemovePartners),
        ConsoleRoute(form: partner + "/team/:user_id/remove", for: .admins, TeamPages.removePartners),
    ]

    private static let operators = [
        ConsoleRoute(page: "/admin_console/partners", for: .operators, PartnersPage.show),
        ConsoleRoute(page: "/admin_console/partners/new", for: .operators, PartnersPage.new),
        ConsoleRoute(form: "/admin_console/partners", for: .operators, PartnersPage.add),
        ConsoleRoute(page: "/admin_console/plans", for: .operators, PlansPage.show),
        ConsoleRoute(form: "/admin_console/plans", for: .operators, PlansPage.add),
        ConsoleRoute(form: "/admin_console/plans/:id", for: .operators, PlansPage.change),
        ConsoleRoute(page: "/admin_console/plans/:id/delete", for: .operators, PlansPage.askToDelete),
        ConsoleRoute(form: "/admin_console/plans/:id/delete", for: .operators, PlansPage.delete),
        ConsoleRoute(page: "/admin_console/operators", for: .operators, TeamPages.showOperators),
        ConsoleRoute(form: "/admin_console/operators", for: .operators, TeamPages.addToOperators),
        ConsoleRoute(form: "/admin_console/operators/:user_id/invite", for: .operators, TeamPages.inviteOperators),
        ConsoleRoute(page: "/admin_console/operators/:user_id/remove", for: .operators, TeamPages.askToRemoveOperators),
        ConsoleRoute(form: "/admin_console/operators/:user_id/remove", for: .operators, TeamPages.removeOperators),
        ConsoleRoute(page: "/admin_console/health", for: .operators, HealthPage.show),
    ]
}
