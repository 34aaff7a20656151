internal import GalleyText
internal import Glibc

/// Why a file cannot be read, as the system says it.
struct FileFailure: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }

    /// The words for an error number, such as `no such file or directory`.
    init(errno number: Int32) {
        let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        message = words.prefix(1).lowercased() + words.dropFirst()
    }
}

/// Files of a pipeline, which are small and read whole.
enum Files {
    /// The bytes of a regular file.
    static func read(_ path: String, limit: Int = 64 << 20) throws(FileFailure) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFailure(errno: errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw FileFailure(errno: errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure(facts.st_mode & S_IFMT == S_IFDIR ? "it is a directory" : "it is not a regular file")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(facts.st_size)
        var failure: Int32 = 0
        unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
            while true {
                let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                guard count > 0, bytes.count <= limit else { break }
                unsafe bytes.append(contentsOf: buffer[..<count])
            }
        }
        guard failure == 0 else { throw FileFailure(errno: failure) }
        guard bytes.count <= limit else { throw FileFailure("it is larger than \(limit >> 20) MiB") }
        return bytes
    }

    /// A regular file, mapped into memory to be read; it is to be replaced by renaming, never written over.
    static func map(_ path: String) throws(FileFailure) -> FixedBytes {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFailure(errno: errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw FileFailure(errno: errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw FileFailure("it is not a regular file") }
        guard facts.st_size > 0 else { throw FileFailure("it is empty") }
        guard let bytes = FixedBytes(mapping: descriptor, count: facts.st_size) else { throw FileFailure(errno: errno) }
        return bytes
    }

    /// Why there can be no folder at a path, where nothing need be yet; `nil` if there can.
    static func obstacle(toFolder path: String) -> FileFailure? {
        // A path that the system gave in other bytes is not this one any more.
        if path.unicodeScalars.contains("\u{FFFD}") { return FileFailure("the path is not UTF-8") }
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else {
            return [ENOTDIR, ELOOP, ENAMETOOLONG].contains(errno) ? FileFailure(errno: errno) : nil
        }
        return facts.st_mode & S_IFMT == S_IFDIR ? nil : FileFailure("a file is there")
    }

    /// The path without symbolic links and dots; `nil` if there is nothing there.
    static func resolved(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// The path without symbolic links and dots, as far as there is something; the rest as written.
    static func settled(_ path: String) -> String {
        if let real = resolved(path) { return real }
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let last = parts.last else { return "/" }
        let parent = settled(path.hasPrefix("/") ? "/" + parts.dropLast().joined(separator: "/") : folder(of: path))
        switch last {
        case ".": return parent
        case "..": return folder(of: parent)
        default: return join(parent, String(last))
        }
    }

    /// Whether a path is that of a folder, or leads into it; both without links and dots.
    static func isInside(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder + "/")
    }

    /// The folder of a path; `.` for a bare name.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// `path` as seen from `folder`.
    static func join(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") || folder == "." { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }

    /// The names in a folder that end in `suffix`, without it, in order; empty if it cannot be read.
    static func names(in folder: String, endingIn suffix: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(suffix), !name.hasPrefix(".") { names.append(String(name.dropLast(suffix.count))) }
        }
        return names.sorted()
    }

    /// The folder of the data that ships with the program: `GALLEY_DATA`, else `share/galley` beside its `bin`.
    static var shippedData: String? {
        if let folder = unsafe getenv("GALLEY_DATA"), unsafe folder.pointee != 0 {
            return unsafe String(cString: folder)
        }
        guard let program = resolved("/proc/self/exe") else { return nil }
        return join(self.folder(of: self.folder(of: program)), "share/galley")
    }
}
