import Domain
import HTTPWire
import NIOCore
import Sessions

@testable import Gateway

/// Reads the input as the value of a Cookie field.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    var bytes = ByteBuffer(staticString: "GET / HTTP/1.1\r\nHost: gateway.example\r\nCookie: ")
    bytes.writeBytes(UnsafeRawBufferPointer(start: start, count: count))
    bytes.writeStaticString("\r\n\r\n")
    guard let head = parsed(bytes) else { return 0 }
    let pairs = Pair.all(in: head)
    for names in cookieNames {
        checkReading(SessionCookies(head, names), pairs, names)
        checkOutbound(head, pairs, names)
    }
    return 0
}

private let cookieNames = ["https://gateway.example", "http://localhost:8080"].compactMap { url in
    (try? OriginParser().origin(url)).map { CookieNames(PublicURL($0)) }
}

private let surroundings = OutboundHead.Surroundings(
    host: "application.example", scheme: "https", publicAuthority: "gateway.example", passesCookies: true)

private func parsed(_ bytes: ByteBuffer, limits: HeadLimits = HeadLimits()) -> RequestHead? {
    var bytes = bytes
    var parser = RequestHeadParser(limits: limits)
    return try? parser.parse(&bytes)
}

/// What is seen is there; the one that opens a session is the only one that any server could take for it.
private func checkReading(_ cookies: SessionCookies, _ pairs: [Pair], _ names: CookieNames) {
    precondition(cookies.others.count <= 64, "too many others")
    precondition(cookies.names.count + cookies.others.count <= pairs.count, "more than the field has")
    let written = Set(pairs.map(\.name))
    precondition(written.isSuperset(of: cookies.names + cookies.others), "a name that is not there")
    precondition(cookies.others.allSatisfy { !Pair.ours.contains($0.lowercased()) }, "ours among the others")
    let own = [names.embedded.lowercased(), names.direct.lowercased()]
    let candidates = pairs.filter { own.contains($0.name.lowercased()) }
    do throws(Refusal) {
        guard let presented = try cookies.one() else {
            precondition(candidates.isEmpty, "ours unseen")
            return
        }
        precondition(candidates.count == 1, "two that may be ours")
        precondition(candidates[0].name == names.name(presented.context), "another name")
        let session = candidates[0].isSession ? candidates[0].value : nil
        precondition(presented.cookie?.value.reveal() == session, "another value")
    } catch {
        precondition(error.code == .requestAmbiguous, "\(error)")
        precondition(pairs.contains { Pair.ours.contains($0.name.lowercased()) }, "refused without any of ours")
    }
}

/// The server behind gets every other cookie as it came, and none of ours.
private func checkOutbound(_ head: RequestHead, _ pairs: [Pair], _ names: CookieNames) {
    let outbound = OutboundHead(
        head, surroundings, requestID: RequestID(loop: "1", number: 1), clientAddress: "192.0.2.1", identity: nil)
    // With the fields that are added it may pass the limits of what comes in.
    let roomy = HeadLimits(bytes: 1 << 16, fields: 200)
    guard let sent = parsed(outbound.bytes, limits: roomy) else { preconditionFailure("no head is sent") }
    let kept = Pair.all(in: sent)
    precondition(kept.allSatisfy { !Pair.ours.contains($0.name.lowercased()) }, "ours goes out")
    precondition(SessionCookies(sent, names).names.isEmpty, "ours goes out, spelt otherwise")
    precondition(kept == pairs.filter { !Pair.ours.contains($0.firstWord) }, "other cookies change")
}
