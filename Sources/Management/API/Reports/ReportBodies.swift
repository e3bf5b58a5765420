import Directory
import Domain

/// What the application tells of a connection.
struct ConnectionReportBody: BodyFields {
    /// What the directory is told.
    let connection: NewConnection

    init?(reading fields: inout FieldReader) {
        let (name, provider) = (fields.require("name", .name), fields.require("provider", .app))
        let status: Connection.AuthorizationStatus? = fields.take("authorization_status", .word)
        let authorizedAt = fields.take("authorized_at", .moment)
        guard let name, let provider else { return nil }
        connection = NewConnection(
            name: name, provider: provider, authorizationStatus: status ?? .success, authorizedAt: authorizedAt)
    }
}

/// What the application tells of a recipe.
struct RecipeReportBody: BodyFields {
    /// What the directory is told.
    let recipe: NewRecipe

    init?(reading fields: inout FieldReader) {
        let (name, isRunning) = (fields.require("name", .name), fields.require("running", .flag))
        guard let name, let isRunning else { return nil }
        recipe = NewRecipe(name: name, isRunning: isRunning)
    }
}

/// What the application tells of finished jobs.
struct JobReportsBody: BodyFields {
    /// One job, whose customer is still to be found.
    struct Job: Fields {
        /// Whose job it was.
        let customer: Reference<CustomerID>
        /// The partner that an external id needs.
        let vendorID: VendorID?

        private let reportID: String
        private let outcome: JobReport.Outcome
        private let tasks: Int64
        private let finishedAt: UnixTime

        init?(reading fields: inout FieldReader) {
            let reportID = fields.require("report_id", .line)
            let customer = fields.require("managed_user_id", .customer)
            vendorID = fields.take("vendor_id", .vendorID)
            let outcome: JobReport.Outcome? = fields.require("status", .word)
            let tasks = fields.require("tasks", .whole(JobReport.tasksRange))
            let finishedAt = fields.require("finished_at", .moment)
            guard let reportID, let customer, let outcome, let tasks, let finishedAt else { return nil }
            (self.reportID, self.customer, self.outcome) = (reportID, customer, outcome)
            (self.tasks, self.finishedAt) = (tasks, finishedAt)
        }

        /// The report, once it is known of whom.
        func report(of customer: CustomerID) -> JobReport {
            JobReport(
                reportID: reportID, customerID: customer, outcome: outcome, tasks: tasks, finishedAt: finishedAt)
        }
    }

    /// At most a thousand.
    let jobs: [Job]

    init?(reading fields: inout FieldReader) {
        let jobs: [Job]? = fields.require("jobs", .objects(fields.rules, count: 1...1000))
        guard let jobs else { return nil }
        self.jobs = jobs
    }
}
