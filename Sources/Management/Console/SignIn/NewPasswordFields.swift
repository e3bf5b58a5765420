import Directory
import Domain

/// A new password as a form has it, typed twice.
struct NewPasswordFields {
    /// What was typed, within the rule.
    let password: NewPassword

    /// Reads `new_password` and `new_password_again`; `fields` with what is wrong.
    init(_ form: ConsoleForm) throws(APIProblem) {
        let text = form.verbatim("new_password")
        do throws(DirectoryError) { password = try NewPassword(text) } catch {
            guard case .invalid(let reasons) = error else { throw APIProblem(error) }
            throw .fields(reasons.values.map { FieldFault("new_password", .refused, $0) })
        }
        guard form.verbatim("new_password_again") == text else {
            throw .fields([FieldFault("new_password_again", .refused, "is not what you typed above")])
        }
    }
}
