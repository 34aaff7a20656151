internal import Dispatch
public import GalleyDelivery
internal import Glibc

/// Hints of what happens in folders, by inotify(7).
///
/// They are hints and no more: one may come late, twice, for a name that is gone again, or, after `overflow`, not at all.
/// Listing the folder tells the truth. A folder that is removed while its descriptor is held open gives no `gone`.
public actor FolderWatch {
    /// A folder that is watched.
    public struct Place: Hashable, Sendable {
        let number: Int32
    }

    /// A name in a folder that is watched.
    public struct Name: Hashable, Sendable {
        /// The folder.
        public let place: Place
        /// The name in it.
        public let name: Path
        /// Whether a folder has it.
        public let isFolder: Bool
    }

    /// What may have happened.
    public enum Hint: Hashable, Sendable {
        /// Somebody who had the file open for writing has closed it.
        case closed(Name)
        /// It was moved here: whole, as a rule.
        case arrived(Name)
        /// It was made here, or its owner, mode, times or links changed: perhaps by link(2), perhaps to be written yet.
        case appeared(Name)
        /// Hints were lost; any of the folders may have changed.
        case overflow
        /// The folder is no longer watched: it was removed, moved or unmounted.
        case gone(Place)
    }

    private static let mask =
        UInt32(
            IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
        ) | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)

    private nonisolated let executor = QueueExecutor(label: "galley.watch")
    private let descriptor: Descriptor
    private let handler: @Sendable ([Hint]) -> Void
    private var source: (any DispatchSourceRead)?
    private var places: Set<Place> = []

    /// What runs the actor: its queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Opens a watch that watches nothing yet.
    ///
    /// - Parameter handler: takes hints as they come, many at once; it is called on the watch's own queue and must be
    ///   quick, or the system's queue overflows.
    public init(_ handler: @escaping @Sendable ([Hint]) -> Void) throws(SystemFailure) {
        let number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard number >= 0 else { throw SystemFailure(.open, "inotify") }
        descriptor = Descriptor(number)
        self.handler = handler
    }

    /// Begins to give hints.
    public func start() {
        precondition(source == nil, "the watch has started already")
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor.number, queue: executor.queue)
        source.setEventHandler { [weak self] in self?.assumeIsolated { $0.drain() } }
        // Dispatch needs the descriptor open until the source is fully cancelled.
        source.setCancelHandler { [descriptor] in withExtendedLifetime(descriptor) {} }
        source.activate()
        self.source = source
    }

    /// Ends all hints.
    public func stop() {
        source?.cancel()
        source = nil
        for place in places { inotify_rm_watch(descriptor.number, place.number) }
        places = []
    }

    /// Watches a folder, links followed; twice the same folder is the same place.
    ///
    /// - Throws: `SystemFailure`; ENOSPC means that the user watches as many folders as fs.inotify.max_user_watches allows.
    public func watch(_ folder: Path) throws(SystemFailure) -> Place {
        let number = unsafe folder.withCString { unsafe inotify_add_watch(descriptor.number, $0, Self.mask) }
        guard number >= 0 else { throw SystemFailure(.watch, folder) }
        let place = Place(number: number)
        places.insert(place)
        return place
    }

    /// Watches a folder no longer; no `gone` follows.
    public func leave(_ place: Place) {
        if places.remove(place) != nil { inotify_rm_watch(descriptor.number, place.number) }
    }

    /// Reads until nothing waits, since the source fires once for all.
    private func drain() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = again {
                unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor.number, $0.baseAddress, $0.count) }
            }
            guard count > 0 else { return }
            let hints = hints(in: buffer.span.extracting(0..<count))
            if !hints.isEmpty { handler(hints) }
        }
    }

    /// Reads events, each with a head of four numbers, the last of which is the length of the name behind it.
    private func hints(in bytes: Span<UInt8>) -> [Hint] {
        var hints: [Hint] = []
        var start = 0
        while start + 16 <= bytes.count {
            let length = Int(bytes.number(at: start + 12))
            var name: [UInt8] = []
            for offset in start + 16..<start + 16 + length where bytes[offset] != 0 { name.append(bytes[offset]) }
            let place = Place(number: Int32(bitPattern: bytes.number(at: start)))
            if let hint = hint(place, Path(name), Int(bytes.number(at: start + 4))), hint != hints.last {
                hints.append(hint)
            }
            start += 16 + length
        }
        return hints
    }

    private func hint(_ place: Place, _ path: Path, _ mask: Int) -> Hint? {
        if mask & Int(IN_Q_OVERFLOW) != 0 { return .overflow }
        guard places.contains(place) else { return nil }
        if mask & Int(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED) != 0 {
            leave(place)
            return .gone(place)
        }
        // Of the folder itself.
        guard !path.bytes.isEmpty else { return nil }
        let name = Name(place: place, name: path, isFolder: mask & Int(IN_ISDIR) != 0)
        if mask & Int(IN_CLOSE_WRITE) != 0 { return .closed(name) }
        return mask & Int(IN_MOVED_TO) != 0 ? .arrived(name) : .appeared(name)
    }
}

extension Span<UInt8> {
    /// The 32-bit number at an offset, as the system wrote it.
    fileprivate func number(at offset: Int) -> UInt32 {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
    }
}
