import Directory
import Domain

/// `/admin_console/customers`: the table.
enum CustomersPage {
    /// The page that the URL asks for.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let address = CustomersAddress(call.request.query)
        let call = try narrowed(call, to: address)
        let query = try FieldReader.read(
            CustomerListQuery.self, from: address.object(today: CalendarDay(call.now)), call.backend.fieldRules
        ).query(of: call.reach.vendorID)
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
        return try call.page("customers", title: "Customers", filters.values.merging(table.values) { $1 })
    }

    /// An operator may look at one partner's customers.
    private static func narrowed(_ call: ConsoleCall, to address: CustomersAddress) throws(APIProblem) -> ConsoleCall {
        guard let name = address[.partner] else { return call }
        guard let vendor = VendorID(name) else { throw .notFound }
        return try call.within(vendor)
    }
}
