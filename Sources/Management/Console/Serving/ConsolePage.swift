import Directory
import Domain
import HTTPTypes
import NIOCore
import Sessions

extension ConsoleCall {
    /// A page of the console in its layout: who is signed in, where they are, and what the page shows.
    func page(
        _ template: String, title: String, _ values: ConsoleTemplates.Values, status: HTTPResponse.Status = .ok
    ) throws(APIProblem) -> Answer {
        let layout: ConsoleTemplates.Values = [
            "title": title, "assets": ConsoleHome.console.assets, "user": visitor.values,
            "nav": ConsoleNavigation(self).values,
            "is_operator": isOperator, "whose": visitor.partner?.values,
            "form_token": FormToken(visitor.cookie).text,
            "notice": request.query.value(ConsoleNotice.parameter).flatMap(ConsoleNotice.init(rawValue:))?.text,
        ]
        return Answer(html: try ConsoleTemplates.render(template, layout.merging(values) { $1 }), status: status)
    }
}

extension ConsoleRequest {
    /// A page for somebody who is not signed in; its form gets a cookie to prove itself by.
    func guestPage(
        _ template: String, title: String, _ values: ConsoleTemplates.Values, status: HTTPResponse.Status = .ok
    ) throws(APIProblem) -> Answer {
        let presented = cookies.form
        let cookie = presented ?? .generate()
        let layout: ConsoleTemplates.Values = [
            "title": title, "assets": ConsoleHome.console.assets, "form_token": FormToken(cookie).text,
        ]
        var answer = Answer(html: try ConsoleTemplates.render(template, layout.merging(values) { $1 }), status: status)
        if presented == nil { answer.fields.append(cookie: consoleCookies.set(consoleCookies.form, to: cookie)) }
        return answer
    }
}

extension Visitor {
    /// What the layout shows of them.
    fileprivate var values: ConsoleTemplates.Values {
        [
            "name": user.name, "email": user.email, "role_label": user.role.label,
            "initial": Letter(user.name).values["initial"] ?? nil,
        ]
    }
}

extension PartnerName {
    fileprivate var values: ConsoleTemplates.Values { ["name": name, "vendor_id": vendorID.rawValue] }
}

extension Answer {
    /// A page.
    init(html: String, status: HTTPResponse.Status = .ok) {
        self.init(Array(html.utf8), type: "text/html; charset=utf-8")
        self.status = status
    }

    /// Sends the browser on by GET, perhaps with a word of what was done.
    static func redirect(to path: String, notice: ConsoleNotice? = nil) -> Answer {
        let joint = path.contains("?") ? "&" : "?"
        let query = notice.map { "\(joint)\(ConsoleNotice.parameter)=\($0.rawValue)" } ?? ""
        var answer = Answer([], type: "text/html; charset=utf-8")
        answer.status = .seeOther
        answer.fields[.location] = path + query
        return answer
    }
}

extension HTTPFields {
    /// Adds a Set-Cookie beside those that are there.
    mutating func append(cookie: String) { append(HTTPField(name: .setCookie, value: cookie)) }
}
