package import GalleyText

extension Pipeline {
    /// The form of the copy: JSON stays JSON, everything else is as the pipeline says.
    public func format(of kind: DocumentFormat) -> DocumentFormat {
        kind == .json || kind == .jsonl ? kind : output.format
    }

    /// Reads one article from the bytes of a file, with what the pipeline says of all.
    ///
    /// - Parameters:
    ///   - kind: the form of the file; not `jsonl`, which holds many articles.
    ///   - field: the field of JSON that holds the text.
    ///   - encoding: the encoding of text; `nil` detects it.
    /// - Throws: `DocumentFault` for JSON that is not an object with the text in its field, and for what is no text.
    public func source(
        _ bytes: [UInt8],
        name: String,
        _ kind: DocumentFormat,
        field: String = "text",
        encoding: String?
    ) throws(DocumentFault) -> Source {
        try .read(bytes, name: name, kind, field: field, encoding: encoding, facts: facts)
    }
}

extension Source {
    /// Reads one article from the bytes of a file, unless they are certainly none.
    package static func read(
        _ bytes: [UInt8],
        name: String,
        _ kind: DocumentFormat,
        field: String = "text",
        encoding: String? = nil,
        facts: Article.Facts = Article.Facts()
    ) throws(DocumentFault) -> Source {
        guard kind == .json else {
            if let other = NoText.kind(of: bytes) { throw DocumentFault("it looks like \(other), and not like text") }
            let source = Source(file: bytes, name: name, format: kind, encoding: encoding, facts: facts)
            let isSure = source.encoding.hasPrefix("utf-") && source.decodingEdits.edits.count < 2
            if NoText.isNoise(source.text, isSure: isSure) {
                throw DocumentFault("it is no text: it has too many NULs and other control characters")
            }
            return source
        }
        do throws(JSONFault) {
            return try Source(object: bytes, name: name, field: field, facts: facts)
        } catch {
            throw DocumentFault(error, in: bytes)
        }
    }
}

/// What is wrong with a file that should hold an article, and where.
public struct DocumentFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in scalars.
    public let column: Int
    /// What is wrong.
    public let message: String

    /// A fault of a whole file.
    init(_ message: String) { (line, column, self.message) = (1, 1, message) }

    /// Finds the line and column of a fault in the bytes that were read.
    package init(_ fault: JSONFault, in bytes: [UInt8]) {
        let before = bytes[..<min(fault.offset, bytes.count)]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        line = before.count { $0 == 0x0A } + 1
        column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
        message = fault.message
    }

    /// As compilers print it behind the file's name: `2:7: …`.
    public var description: String { "\(line):\(column): \(message)" }
}
