internal import GalleyText

/// The name of a file: bytes, as the system takes it, which need not be UTF-8.
public struct Path: Hashable, Sendable {
    /// The bytes as they are.
    public let bytes: [UInt8]

    /// A name of these bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A name in UTF-8.
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// The name as text; what is not UTF-8 becomes U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The name in quotes, on one line and without a control character, for a message.
    public var quoted: String { "'\(display)'" }

    /// What it is called in a sentence about an input.
    public var subject: String { isDash ? "standard input" : quoted }

    /// The name on one line and without a control character.
    public var display: String { text.onOneLine }

    /// Standard input or output.
    public var isDash: Bool { bytes == [0x2D] }

    /// What stands behind the last slash.
    public var last: Path { Path(Array(bytes.split(separator: 0x2F).last ?? [])) }

    /// What stands before the last name: `.` if there is no slash.
    public var folder: Path {
        guard let slash = bytes.lastIndex(of: 0x2F) else { return Path(".") }
        return slash == 0 ? Path("/") : Path(Array(bytes[..<slash]))
    }

    /// A file in this folder.
    public func file(_ name: Path) -> Path {
        Path(bytes.last == 0x2F ? bytes + name.bytes : bytes + [0x2F] + name.bytes)
    }

    /// The name with something behind it, such as `.record.json`.
    public func adding(_ ending: String) -> Path { Path(bytes + Array(ending.utf8)) }

    /// Whether the name ends so, in capitals or not.
    public func hasEnding(_ ending: String) -> Bool { text.lowercased().hasSuffix(ending) }

    /// Calls `body` with the name as C takes it.
    public func withCString<Result, Failure: Error>(
        _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
        return unsafe try terminated.withUnsafeBufferPointer { (buffer) throws(Failure) in
            // The buffer has at least its zero.
            unsafe try body(buffer.baseAddress.unsafelyUnwrapped)
        }
    }
}
