internal import Glibc

extension Folder {
    /// A name in a folder.
    public struct Entry: Sendable, Equatable {
        /// The name.
        public let name: Path
        /// What has it, where the filesystem says so with the name.
        public let kind: FileStatus.Kind?
        /// Whether a folder has it.
        public var isFolder: Bool { kind == .folder }
    }

    /// Goes through the names in the folder, in the order of the filesystem, without `.` and `..`.
    ///
    /// They are read as they come: a million names take no more memory than one.
    ///
    /// - Parameter body: takes each name, and says whether to go on.
    public func forEachEntry(_ body: (Entry) throws(SystemFailure) -> Bool) throws(SystemFailure) {
        let stream = try EntryStream(self)
        while let entry = try stream.next() {
            guard try body(entry) else { return }
        }
    }

    /// The names in a folder that holds few.
    public func entries(withHidden: Bool = false) throws(SystemFailure) -> [Entry] {
        var all: [Entry] = []
        try forEachEntry { (entry) throws(SystemFailure) in
            if withHidden || !entry.name.isHidden { all.append(entry) }
            return true
        }
        return all
    }
}

extension Path {
    /// Whether the name begins with a full stop.
    public var isHidden: Bool { bytes.first == 0x2E }
}

/// The names in a folder, one after the other; where it stopped it can go on later.
@safe final class EntryStream {
    private let folder: Folder
    private let stream: OpaquePointer

    init(_ folder: Folder) throws(SystemFailure) {
        self.folder = folder
        // A descriptor of its own, since the stream moves its place and closes it.
        let fresh = unsafe Path(".").withCString { name in
            again { unsafe openat(folder.descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        }
        guard fresh >= 0 else { throw SystemFailure(.open, folder.path) }
        guard let stream = unsafe fdopendir(fresh) else {
            let code = errno
            close(fresh)
            throw SystemFailure(.list, folder.path, code)
        }
        unsafe self.stream = stream
    }

    deinit { unsafe closedir(stream) }

    /// The next name, without `.` and `..`; `nil` at the end.
    func next() throws(SystemFailure) -> Folder.Entry? {
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                // The end and an error look the same but for this.
                guard errno == 0 else { throw SystemFailure(.list, folder.path) }
                return nil
            }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Path(Array($0.prefix { $0 != 0 })) }
            guard name.bytes != [0x2E], name.bytes != [0x2E, 0x2E] else { continue }
            let kind: FileStatus.Kind? =
                switch unsafe Int(entry.pointee.d_type) {
                case Int(DT_REG): .file
                case Int(DT_DIR): .folder
                case Int(DT_LNK): .link
                case Int(DT_FIFO): .fifo
                case Int(DT_SOCK): .socket
                case Int(DT_UNKNOWN): try folder.status(name)?.kind
                default: .device
                }
            return Folder.Entry(name: name, kind: kind)
        }
    }
}
