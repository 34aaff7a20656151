internal import CLinux
internal import GalleyText
internal import Glibc

/// A file that is open for reading, or for writing under a name that it alone has.
struct OpenFile: ~Copyable {
    private var descriptor: Int32
    private let path: Path

    private init(_ descriptor: Int32, _ path: Path) { (self.descriptor, self.path) = (descriptor, path) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Opens a file for reading: no link, and no wait for the other end of a FIFO.
    init(reading name: Path, in folder: Folder) throws(SystemFailure) {
        let descriptor = unsafe name.withCString { name in
            again { unsafe openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        }
        guard descriptor >= 0 else { throw folder.failure(.read, name) }
        self.init(descriptor, folder.path.file(name))
    }

    /// Makes a file that is not there yet.
    init(making name: Path, in folder: Folder, mode: mode_t) throws(SystemFailure) {
        let descriptor = unsafe name.withCString { name in
            again {
                unsafe openat(folder.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
            }
        }
        guard descriptor >= 0 else { throw folder.failure(.create, name) }
        // What everybody may read is so whatever the process's mask says.
        if mode & 0o007 != 0, fchmod(descriptor, mode) != 0 {
            let failure = folder.failure(.create, name)
            close(descriptor)
            throw failure
        }
        self.init(descriptor, folder.path.file(name))
    }

    /// Opens a file to write at its end, made if it is not there.
    init(appendingTo name: Path, in folder: Folder, mode: mode_t) throws(SystemFailure) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe name.withCString { name in
            again { unsafe openat(folder.descriptor, name, flags, mode) }
        }
        guard descriptor >= 0 else { throw folder.failure(.write, name) }
        self.init(descriptor, folder.path.file(name))
    }

    /// Makes a file without a name; `nil` where the filesystem has no such files.
    init?(unnamedIn folder: Folder, mode: mode_t) {
        let descriptor = again { linux_open_unnamed(folder.descriptor, mode) }
        guard descriptor >= 0 else { return nil }
        self.init(descriptor, folder.path)
    }

    /// Gives a file without a name one that nothing has.
    func link(as name: Path, in folder: Folder) throws(SystemFailure) {
        let code = unsafe name.withCString { name in
            again { unsafe linux_link_at(descriptor, folder.descriptor, name) }
        }
        guard code == 0 else { throw folder.failure(.create, name) }
    }

    func status() throws(SystemFailure) -> FileStatus {
        var facts = stat()
        guard again({ unsafe fstat(descriptor, &facts) }) == 0 else { throw SystemFailure(.examine, path) }
        return FileStatus(facts)
    }

    /// Whether somebody has the file open for writing; `nil` if the system does not say.
    ///
    /// Writers wait from now on until it is closed.
    var isWritten: Bool? {
        let answer = linux_is_quiet(descriptor)
        return answer < 0 ? nil : answer == 0
    }

    /// Appends the next bytes, at most `limit`; none at the end.
    func read(into buffer: inout [UInt8], atMost limit: Int) throws(SystemFailure) {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: limit))
        var count = 0
        repeat {
            count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress?.advanced(by: start), limit)
            }
        } while count < 0 && errno == EINTR
        let code = errno
        buffer.removeLast(limit - max(0, count))
        guard count >= 0 else { throw SystemFailure(.read, path, code) }
    }

    /// The whole file in memory, as far as it is looked at.
    func mapped() throws(SystemFailure) -> FixedBytes {
        guard let bytes = FixedBytes(mapping: descriptor, count: try status().size) else {
            throw SystemFailure(.read, path)
        }
        return bytes
    }

    /// All bytes up to the end; `nil` for more than `limit`, of which no more are loaded.
    ///
    /// - Parameter isSure: the file has `size` bytes, or its status will tell that it had not: where a read ends there,
    ///   no other looks for more.
    func readAll(size: Int, limit: Int, isSure: Bool = false) throws(SystemFailure) -> [UInt8]? {
        var bytes: [UInt8] = []
        // One byte more than the size shows whether the file has grown since.
        var next = min(size, limit) + 1
        while true {
            let count = bytes.count
            try read(into: &bytes, atMost: next)
            if bytes.count == count || (isSure && bytes.count == size && size <= limit) { return bytes }
            guard bytes.count <= limit else { return nil }
            next = bytes.count == count + next ? 1 << 16 : next - (bytes.count - count)
        }
    }

    func write(_ bytes: [UInt8]) throws(SystemFailure) {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemFailure(.write, path)
            }
            start += count
        }
    }

    /// Makes what was written survive a loss of power.
    ///
    /// - Throws: `SystemFailure`; the file is then to be thrown away, since the system may count its pages as
    ///   written and a second try would succeed without them.
    func sync() throws(SystemFailure) {
        guard fsync(descriptor) == 0 else { throw SystemFailure(.sync, path) }
    }

    /// Closes a file that was written.
    ///
    /// - Throws: `SystemFailure`: some filesystems say only now that there was no room.
    consuming func finish() throws(SystemFailure) {
        let (descriptor, path) = (descriptor, path)
        self.descriptor = -1
        // Linux closes the descriptor also when a signal interrupts the call.
        guard close(descriptor) == 0 || errno == EINTR else { throw SystemFailure(.write, path) }
    }
}
