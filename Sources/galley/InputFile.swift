internal import GalleyDelivery
internal import Glibc

/// A file, or standard input, that is read from start to end.
///
/// It may be a pipe, as shells make for `<(…)`; then its size is known only when it ends.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    private let name: Path
    /// Which file it is; two names may mean the same one.
    let identity: FileIdentity?
    /// The size that the system tells, for a regular file.
    let size: Int?

    /// Opens a file; `-` is standard input.
    init(_ path: Path) throws(Failure) {
        name = path
        descriptor = unsafe path.isDash ? 0 : path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw .system(SystemFailure(.read, path)) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else {
            let failure = SystemFailure(.read, path)
            if !path.isDash { close(descriptor) }
            throw .system(failure)
        }
        identity = FileIdentity(facts)
        size = facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : nil
    }

    deinit { if descriptor > 0 { close(descriptor) } }

    /// What it is called in messages.
    private var subject: String { name.subject }

    /// Appends the next bytes; none at the end.
    func read(into buffer: inout [UInt8], atMost limit: Int = 1 << 18) throws(Failure) {
        var code: Int32 = 0
        buffer.append(addingCapacity: limit) { (output: inout OutputSpan<UInt8>) in
            unsafe output.withUnsafeMutableBufferPointer { room, count in
                var read = 0
                repeat {
                    read = unsafe Glibc.read(descriptor, room.baseAddress, limit)
                } while read < 0 && errno == EINTR
                if read < 0 { code = errno }
                count = max(0, read)
            }
        }
        guard code == 0 else { throw .system(SystemFailure(.read, subject, code)) }
    }

    /// All bytes up to the end.
    ///
    /// - Throws: `Failure`, also for more than `limit` bytes, of which no more are loaded.
    func readAll(limit: Int) throws(Failure) -> [UInt8] {
        if let size, size > limit { throw tooLarge(limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity((size ?? 0) + 1)
        while true {
            let count = bytes.count
            // One byte more than the size shows whether the file has grown since.
            try read(into: &bytes, atMost: max(1, count == 0 ? (size ?? 1 << 16) + 1 : 1 << 16))
            if bytes.count == count { return bytes }
            guard bytes.count <= limit else { throw tooLarge(limit) }
        }
    }

    private func tooLarge(_ limit: Int) -> Failure {
        .data("\(subject) is larger than the \(Self.inWords(limit)) that the pipeline reads (max-size)")
    }

    static func inWords(_ size: Int) -> String {
        size >= 1 << 20 ? "\(size >> 20) MiB" : size >= 1 << 10 ? "\(size >> 10) KiB" : "\(size) bytes"
    }
}

/// Which file it is, whatever its names.
struct FileIdentity: Hashable {
    private let device: UInt
    private let number: UInt

    init(_ facts: stat) { (device, number) = (UInt(facts.st_dev), UInt(facts.st_ino)) }

    /// The file that a name means, links followed; `nil` if there is none.
    init?(_ path: Path) {
        var facts = stat()
        guard unsafe path.withCString({ unsafe stat($0, &facts) }) == 0 else { return nil }
        self.init(facts)
    }
}
