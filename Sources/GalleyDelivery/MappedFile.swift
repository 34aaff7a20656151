internal import Glibc

/// A file in memory, as far as it is looked at.
///
/// Nobody changes such a file: a new one takes its place by a rename, or it is removed.
@safe final class MappedFile: @unchecked Sendable {
    // Sendable, since the memory is only read, and stays until the object goes.
    private let base: UnsafeRawPointer?
    let count: Int

    init(_ name: Path, in folder: Folder) throws(SystemFailure) {
        let descriptor = unsafe name.withCString { name in
            again { unsafe openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) }
        }
        guard descriptor >= 0 else { throw folder.failure(.read, name) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw folder.failure(.examine, name) }
        count = Int(facts.st_size)
        guard count > 0 else {
            unsafe base = nil
            return
        }
        let memory = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0)
        guard unsafe memory != MAP_FAILED else { throw folder.failure(.read, name) }
        unsafe base = UnsafeRawPointer(memory)
    }

    deinit {
        if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }
    }

    /// All of it.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self) get {
            let buffer = unsafe UnsafeBufferPointer(start: base?.assumingMemoryBound(to: UInt8.self), count: count)
            return unsafe _overrideLifetime(Span(_unsafeElements: buffer), borrowing: self)
        }
    }
}
