internal import GalleyText

/// A JSON object that a service answered with; what it lacks, or has in another form, is `nil`.
struct Reply {
    private let bytes: [UInt8]
    private let members: [String: Range<Int>]

    /// Reads an object; `nil` if it is none.
    init?(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count) }

    private init?(_ bytes: [UInt8], _ range: Range<Int>) {
        let span = bytes.span
        var scanner = JSONScanner(span, in: range)
        guard let found = try? scanner.object() else { return nil }
        self.bytes = bytes
        var members: [String: Range<Int>] = [:]
        for member in found { members[Self.string(span, member.key)] = member.value }
        self.members = members
    }

    private static func string(_ span: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: JSONString(span, at: range).text, as: UTF8.self)
    }

    private func raw(_ key: String) -> String? { members[key].map { String(decoding: bytes[$0], as: UTF8.self) } }

    func text(_ key: String) -> String? {
        guard let range = members[key], bytes[range.lowerBound] == 0x22 else { return nil }
        return Self.string(bytes.span, range)
    }

    func integer(_ key: String) -> Int? { raw(key).flatMap { Int($0) } }
    func flag(_ key: String) -> Bool? { raw(key).flatMap(Bool.init) }
    func object(_ key: String) -> Reply? { members[key].flatMap { Reply(bytes, $0) } }

    func objects(_ key: String) -> [Reply] {
        guard let range = members[key] else { return [] }
        let span = bytes.span
        var scanner = JSONScanner(span, in: range)
        return ((try? scanner.elements()) ?? []).compactMap { Reply(bytes, $0) }
    }
}
