internal import GalleyText

/// What happens to the open day of an index, in the order in which it happens.
///
/// A frame is the count of its bytes, their CRC, and then one of these. What stands behind the last whole frame was
/// being written when the process or the power went, and counts for nothing.
enum LogFrame {
    /// Articles of a batch, which count if it is committed. A later run of the same batch takes the place of an
    /// earlier one; frames of one run belong together.
    case articles(batch: String, run: UInt64, [ArticleEntry])
    /// Files with more of its articles; parts of one run belong together with its articles.
    case parts(batch: String, run: UInt64, [ArticlePart])
    /// What was written of a batch counts for nothing: it was cleaned again from its originals.
    case void(batch: String)
    /// One copy of a batch was not delivered after all.
    case forget(batch: String, copy: Int)

    /// One frame holds at most so many articles.
    static let most = 4096

    var bytes: [UInt8] {
        var payload: [UInt8] = []
        switch self {
        case .articles(let batch, let run, let entries):
            payload.append(1)
            payload.append(name: Array(batch.utf8))
            payload.append(number: run)
            payload.append(number: UInt32(entries.count))
            for entry in entries {
                entry.article.append(to: &payload)
                payload.append(number: UInt32(entry.copy))
                payload.append(name: entry.name)
                payload.append(number: UInt16(entry.sample.count))
                for hash in entry.sample { payload.append(number: hash) }
            }
        case .parts(let batch, let run, let parts):
            payload.append(4)
            payload.append(name: Array(batch.utf8))
            payload.append(number: run)
            payload.append(number: UInt32(parts.count))
            for part in parts {
                payload.append(name: part.name.path.bytes)
                payload.append(number: UInt32(part.copy))
            }
        case .void(let batch):
            payload.append(2)
            payload.append(name: Array(batch.utf8))
        case .forget(let batch, let copy):
            payload.append(3)
            payload.append(name: Array(batch.utf8))
            payload.append(number: UInt32(copy))
        }
        var bytes: [UInt8] = []
        bytes.append(number: UInt32(payload.count))
        bytes.append(number: Checksum.of(payload.span))
        return bytes + payload
    }

    /// Reads the frame at an offset, and moves behind it; `nil` where no whole frame is.
    init?(_ bytes: Span<UInt8>, at offset: inout Int) {
        guard offset + 8 <= bytes.count else { return nil }
        let count = Int(bytes.number(at: offset, as: UInt32.self))
        let start = offset + 8
        guard count <= bytes.count - start else { return nil }
        let payload = bytes.extracting(start..<start + count)
        guard Checksum.of(payload) == bytes.number(at: offset + 4, as: UInt32.self) else { return nil }
        var reader = FrameReader(payload)
        guard let frame = Self.frame(&reader) else { return nil }
        self = frame
        offset = start + count
    }

    private static func frame(_ reader: inout FrameReader) -> LogFrame? {
        guard let kind = reader.number(as: UInt8.self), let name = reader.name() else { return nil }
        let batch = String(decoding: name, as: UTF8.self)
        switch kind {
        case 1:
            guard let run = reader.number(as: UInt64.self), let count = reader.number(as: UInt32.self) else {
                return nil
            }
            var entries: [ArticleEntry] = []
            for _ in 0..<count {
                guard let article = reader.article(), let copy = reader.number(as: UInt32.self),
                    let name = reader.name(), let length = reader.number(as: UInt16.self)
                else { return nil }
                var sample: [UInt32] = []
                sample.reserveCapacity(Int(length))
                for _ in 0..<length {
                    guard let hash = reader.number(as: UInt32.self) else { return nil }
                    sample.append(hash)
                }
                entries.append(ArticleEntry(article: article, sample: sample, name: name, copy: Int(copy)))
            }
            return .articles(batch: batch, run: run, entries)
        case 2: return .void(batch: batch)
        case 3: return reader.number(as: UInt32.self).map { .forget(batch: batch, copy: Int($0)) }
        case 4:
            guard let run = reader.number(as: UInt64.self), let count = reader.number(as: UInt32.self) else {
                return nil
            }
            var parts: [ArticlePart] = []
            for _ in 0..<count {
                guard let name = reader.name().flatMap({ IndexFile(Path($0)) }),
                    let copy = reader.number(as: UInt32.self)
                else { return nil }
                parts.append(ArticlePart(name: name, copy: Int(copy)))
            }
            return .parts(batch: batch, run: run, parts)
        default: return nil
        }
    }
}

/// A file with articles of one copy.
struct ArticlePart: Equatable {
    let name: IndexFile
    /// The number of the copy in the manifest of its batch.
    let copy: Int
}

extension [UInt8] {
    /// Appends a name with its length, cut off where it is longer than any path.
    fileprivate mutating func append(name: [UInt8]) {
        let name = name.prefix(Int(UInt16.max))
        append(number: UInt16(name.count))
        self += name
    }
}

/// Reads what is in a frame.
private struct FrameReader: ~Escapable {
    private let bytes: Span<UInt8>
    private var offset = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(as type: Number.Type) -> Number? {
        guard offset + Number.bitWidth / 8 <= bytes.count else { return nil }
        defer { offset += Number.bitWidth / 8 }
        return bytes.number(at: offset)
    }

    mutating func name() -> [UInt8]? {
        guard let count = number(as: UInt16.self), offset + Int(count) <= bytes.count else { return nil }
        defer { offset += Int(count) }
        var name: [UInt8] = []
        name.append(copying: bytes.extracting(offset..<offset + Int(count)))
        return name
    }

    mutating func article() -> StoredArticle? {
        guard offset + StoredArticle.size <= bytes.count else { return nil }
        defer { offset += StoredArticle.size }
        return StoredArticle(bytes, at: offset)
    }
}

/// A file to which frames are appended.
final class LogFile: Sendable {
    private let file: OpenFile
    let name: IndexFile

    init(_ name: IndexFile, in folder: Folder) throws(SystemFailure) {
        file = try OpenFile(appendingTo: name.path, in: folder, mode: 0o640)
        self.name = name
    }

    func write(_ frame: LogFrame) throws(SystemFailure) { try file.write(frame.bytes) }
    func sync() throws(SystemFailure) { try file.sync() }

    /// Writes what there is of a batch, in as many frames as it needs.
    func write(_ name: String, _ batch: LoggedBatches.Batch) throws(SystemFailure) {
        for start in stride(from: 0, to: batch.entries.count, by: LogFrame.most) {
            let some = Array(batch.entries[start..<min(start + LogFrame.most, batch.entries.count)])
            try write(.articles(batch: name, run: batch.run, some))
        }
        if !batch.parts.isEmpty { try write(.parts(batch: name, run: batch.run, batch.parts)) }
    }

    /// Reads the whole frames of a log, behind those of the logs before it.
    static func read(_ name: IndexFile, in folder: Folder, into batches: inout LoggedBatches) throws(SystemFailure) {
        let file = try folder.mapped(name.path)
        let bytes = file.span
        var offset = 0
        while let frame = LogFrame(bytes, at: &offset) { batches.take(frame) }
    }
}

/// Batches by name, in the order in which they were logged.
struct LoggedBatches {
    struct Batch {
        var run: UInt64
        var entries: [ArticleEntry] = []
        /// The files with the rest of its articles.
        var parts: [ArticlePart] = []

        var isEmpty: Bool { entries.isEmpty && parts.isEmpty }

        func has(_ isMeant: (_ copy: Int) -> Bool) -> Bool {
            entries.contains { isMeant($0.copy) } || parts.contains { isMeant($0.copy) }
        }

        /// Forgets the articles of some copies.
        ///
        /// - Returns: the files that held them.
        @discardableResult
        mutating func forget(_ isMeant: (_ copy: Int) -> Bool) -> [ArticlePart] {
            defer { parts.removeAll { isMeant($0.copy) } }
            entries.removeAll { isMeant($0.copy) }
            return parts.filter { isMeant($0.copy) }
        }
    }
    private(set) var order: [String] = []
    private(set) var batches: [String: Batch] = [:]

    mutating func take(_ frame: LogFrame) {
        switch frame {
        case .articles(let batch, let run, let entries):
            begin(batch, run)
            batches[batch]?.entries += entries
        case .parts(let batch, let run, let parts):
            begin(batch, run)
            batches[batch]?.parts += parts
        case .void(let batch): remove(batch)
        case .forget(let batch, let copy): batches[batch]?.forget { $0 == copy }
        }
    }

    private mutating func begin(_ batch: String, _ run: UInt64) {
        guard batches[batch]?.run != run else { return }
        remove(batch)
        order.append(batch)
        batches[batch] = Batch(run: run)
    }

    @discardableResult
    mutating func remove(_ batch: String) -> Batch? {
        guard let found = batches.removeValue(forKey: batch) else { return nil }
        order.removeAll { $0 == batch }
        return found
    }
}
