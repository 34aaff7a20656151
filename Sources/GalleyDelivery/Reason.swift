internal import GalleyPipeline
internal import GalleyText

/// Why a file was set aside: it lies beside it in the quarantine, as `NAME.reason.json`.
public struct Reason: Sendable, Equatable {
    /// The reason in one word, such as `too-large`, or that of the stage which set it aside.
    public let name: String
    /// What is the matter, in a sentence.
    public let message: String
    /// The digest of its content, where that was read.
    public var digest: String?
    /// How often it was tried.
    public var attempts = 1
    /// For lines that were left out of a file: what is the matter with each, as `LINE:COLUMN: MESSAGE`; at most `most`.
    public private(set) var lines: [String] = []

    /// So many lines are told of.
    static let most = 100

    /// Why lines were left out of a file.
    ///
    /// - Parameters:
    ///   - count: how many there are.
    ///   - lines: what is the matter with the first of them; not empty.
    init(leftOut count: Int, _ lines: [String]) {
        let some = count == 1 ? "a line is no article:" : "\(count) lines are no articles; the first is"
        self.init("left-out", "\(some) line \(lines[0])")
        self.lines = lines
    }

    init(_ name: String, _ message: String, digest: String? = nil, attempts: Int = 1) {
        (self.name, self.message, self.digest, self.attempts) = (name, message, digest, attempts)
    }

    private static let schema = 1

    /// The file beside it.
    ///
    /// - Parameters:
    ///   - file: its name in the inbox.
    ///   - folder: its folder below the inbox.
    func bytes(of file: Path, in folder: Path?, pipeline: String, at wall: Int64) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("schema", Self.schema)
        json.key("name")
        json.name(file)
        if let folder {
            json.key("folder")
            json.name(folder)
        }
        json.member("reason", name)
        json.member("message", message)
        if let digest {
            json.member("digest", digest)
        }
        if !lines.isEmpty {
            json.key("lines")
            json.beginArray()
            for line in lines { json.string(line) }
            json.endArray()
        }
        json.member("time", Clock.text(wall))
        json.member("attempts", attempts)
        json.member("pipeline", pipeline)
        json.endObject()
        json.endLine()
        return json.bytes
    }

    /// What a file in the quarantine was, and why it is there.
    typealias Origin = (name: Path, folder: Path?, reason: Reason, time: String)

    /// Where a file in the quarantine came from, as the file beside it says; `nil` if it says nothing.
    static func origin(_ bytes: [UInt8]) -> Origin? {
        guard let value = try? JSONValue(bytes.span, in: 0..<bytes.count), let name = value["name"]?.bytes,
            let reason = value["reason"]?.text, let message = value["message"]?.text
        else { return nil }
        var known = Reason(
            reason,
            message,
            digest: value["digest"]?.text,
            attempts: value["attempts"]?.count ?? 1
        )
        known.lines = value["lines"]?.items?.compactMap(\.text) ?? []
        return (Path(name), value["folder"]?.bytes.map { Path($0) }, known, value["time"]?.text ?? "")
    }
}

extension FileStatus {
    /// Why what has this status cannot be cleaned, whatever it holds; `nil` if it may be.
    func objection(to name: Path, in folder: Folder, _ pipeline: Pipeline) throws(SystemFailure) -> Reason? {
        let limit = pipeline.maximumSize
        switch kind {
        case .link:
            let target = try folder.target(ofLink: name)
            return Reason("symbolic-link", "it is a link to \(target.quoted); links are not followed")
        case .folder, .fifo, .socket, .device: return Reason("not-a-file", "it is a \(kind.rawValue)")
        case .file where links > 1 && pipeline.delivery.hardLinks == .setAside:
            return Reason("hard-link", "it has \(links) names, by which it could change later")
        case .file where size > limit && DocumentFormat(ofFile: name.bytes) != .jsonl:
            return Reason("too-large", "it has \(size) bytes; the pipeline reads \(limit) (max-size)")
        case .file: return nil
        }
    }
}
