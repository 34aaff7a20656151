import CLinux
import Glibc

/// The protocol of delivery and nothing else: no text is cleaned, nothing is checked, named or told.
///
/// A batch is claimed by renames, its copies are written, one syncfs makes them safe, one rename commits them; then
/// they are published and the originals archived by renames. What Galley takes longer than this is its own.
struct ToySpool {
    private let root: Int32
    private let path: String
    /// Whether a second file goes with each copy.
    private let hasRecords: Bool

    init(_ path: String, hasRecords: Bool) {
        (self.path, self.hasRecords) = (path, hasRecords)
        for name in ["", "/inbox", "/work", "/tmp", "/staged", "/outbox", "/archive"] { mkdir(path + name, 0o750) }
        root = open(path, O_RDONLY | O_DIRECTORY)
    }

    /// Takes all articles of the inbox through, so many at a time.
    func drain(batch size: Int) {
        let names = Self.names(in: path + "/inbox")
        for (number, start) in stride(from: 0, to: names.count, by: size).enumerated() {
            deliver(names[start..<min(start + size, names.count)], "\(number)")
        }
        close(root)
    }

    private func deliver(_ names: ArraySlice<String>, _ batch: String) {
        let (inbox, outbox, archive) = (folder("inbox"), folder("outbox"), folder("archive"))
        mkdirat(root, "work/" + batch, 0o750)
        mkdirat(root, "tmp/" + batch, 0o750)
        let (work, drafts) = (folder("work/" + batch), folder("tmp/" + batch))
        defer { for descriptor in [inbox, outbox, archive, work, drafts] { close(descriptor) } }
        for name in names { _ = linux_rename_no_replace(inbox, name, work, name) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        for name in names {
            let original = openat(work, name, O_RDONLY | O_NOFOLLOW)
            let count = read(original, &buffer, buffer.count)
            close(original)
            for index in 0..<max(0, count) where (0x61...0x7A).contains(buffer[index]) { buffer[index] -= 0x20 }
            put(buffer, max(0, count), drafts, name)
            if hasRecords { put(buffer, max(0, count), drafts, name + ".record.json") }
        }
        _ = linux_syncfs(root)
        _ = linux_rename_no_replace(root, "work/" + batch, root, "staged/" + batch)
        sync("staged")
        sync("work")
        for name in names {
            if hasRecords {
                _ = linux_rename_no_replace(drafts, name + ".record.json", outbox, name + ".record.json")
            }
            _ = linux_rename_no_replace(drafts, name, outbox, name)
        }
        fsync(outbox)
        fsync(drafts)
        unlinkat(root, "tmp/" + batch, Int32(AT_REMOVEDIR))
        for name in names { _ = linux_rename_no_replace(work, name, archive, name) }
        unlinkat(root, "staged/" + batch, Int32(AT_REMOVEDIR))
    }

    private func put(_ bytes: [UInt8], _ count: Int, _ folder: Int32, _ name: String) {
        let file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0o640)
        _ = write(file, bytes, count)
        close(file)
    }

    private func folder(_ name: String) -> Int32 { openat(root, name, O_RDONLY | O_DIRECTORY) }

    private func sync(_ name: String) {
        let descriptor = folder(name)
        fsync(descriptor)
        close(descriptor)
    }

    /// The names in a folder that are not hidden.
    static func names(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
