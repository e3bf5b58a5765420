import Directory
import Domain
import HTTPTypes

/// `/admin_console/customers`: the table.
enum CustomersPage {
    /// The page that the URL asks for. A filter that cannot be read is named, and left out.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let address = CustomersAddress(call.request.query)
        let call = try narrowed(call, to: address)
        do throws(APIProblem) { return try await show(call, address, try query(call, address), faults: []) } catch {
            let faults = try error.formFaults()
            let readable = address.without(faults.map(\.name))
            return try await show(call, readable, try query(call, readable), faults: faults)
        }
    }

    private static func show(
        _ call: ConsoleCall, _ address: CustomersAddress, _ query: CustomerQuery, faults: [FieldFault]
    ) async throws(APIProblem) -> Answer {
        let found = try await call.read(call.reach) { store, vendor in
            (
                listing: try store.customers(query), plans: try store.plans(of: vendor),
                apps: try store.appsInUse(of: vendor), partners: try store.partnerNames()
            )
        }
        if found.listing.records.isEmpty, found.listing.total > 0 {
            let last = (found.listing.total - 1) / CustomersAddress.pageSize + 1
            return .redirect(to: address.href([.page: "\(last)"]))
        }
        let filters = CustomerFilters(
            address, plans: found.plans, apps: found.apps, partners: call.isOperator ? found.partners : [])
        let table = CustomerTable(
            address, found.listing, page: query.page.number, showsPartner: call.reach.vendorID == nil, at: call.now)
        let problem: ConsoleTemplates.Values = [
            "fields": FormValues(faults).values, "problem": FormValues.summary(faults),
        ]
        return try call.page(
            "customers", title: "Customers", problem.merging(filters.values) { $1 }.merging(table.values) { $1 },
            status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    private static func query(_ call: ConsoleCall, _ address: CustomersAddress) throws(APIProblem) -> CustomerQuery {
        try FieldReader.read(
            CustomerListQuery.self, from: address.object(today: CalendarDay(call.now)), call.backend.fieldRules
        ).query(of: call.reach.vendorID)
    }

    /// An operator may look at one partner's customers.
    private static func narrowed(_ call: ConsoleCall, to address: CustomersAddress) throws(APIProblem) -> ConsoleCall {
        guard let name = address[.partner] else { return call }
        guard let vendor = VendorID(name) else { throw .notFound }
        return try call.within(vendor)
    }
}
