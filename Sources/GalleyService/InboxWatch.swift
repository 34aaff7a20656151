internal import GalleyDelivery
internal import Synchronization

/// Watches an inbox and the folders in it, as far as the filesystem tells of changes.
final class InboxWatch: Sendable {
    /// Where to look.
    enum Hint: Sendable {
        /// At a file; `isComplete` if its writer has closed it, or it was renamed into place.
        case file(Path, below: Path?, isComplete: Bool)
        /// Everywhere.
        case lost
    }

    /// The name of the filesystem.
    let filesystem: String
    /// Whether it does not tell of what other machines change.
    let isBlind: Bool
    private let inbox: Path
    private let state = Mutex(State())

    private struct State {
        var watch: FolderWatch?
        var places: [FolderWatch.Place: Path?] = [:]
    }

    init(_ inbox: Path, _ filesystem: Filesystem?) {
        self.inbox = inbox
        (self.filesystem, isBlind) = (filesystem?.name ?? "the filesystem", filesystem?.isRemote == true)
    }

    /// Whether one of the folders below the inbox is not watched yet.
    func misses(_ folders: Set<Path>) -> Bool {
        state.withLock { state in
            let watched = Set(state.places.values.compactMap(\.self))
            return !folders.isSubset(of: watched) || !state.places.values.contains(nil)
        }
    }

    /// Watches the inbox and these folders below it, as far as that is not done yet.
    func start(_ folders: Set<Path>, _ handler: @escaping @Sendable ([Hint]) -> Void) async throws(SystemFailure) {
        let watch: FolderWatch
        if let known = state.withLock({ $0.watch }) {
            watch = known
        } else {
            watch = try FolderWatch { [weak self] hints in
                if let self { handler(hints.compactMap { self.hint($0) }) }
            }
            state.withLock { $0.watch = watch }
            await watch.start()
        }
        for folder in [nil] + folders.map(Optional.some) {
            let place = try await watch.watch(folder.map { inbox.file($0) } ?? inbox)
            state.withLock { $0.places[place] = .some(folder) }
        }
    }

    func stop() async {
        await state.withLock { $0.watch }?.stop()
    }

    private func hint(_ hint: FolderWatch.Hint) -> Hint? {
        switch hint {
        case .closed(let name), .arrived(let name): self.hint(name, isComplete: true)
        case .appeared(let name): self.hint(name, isComplete: false)
        case .overflow: .lost
        case .gone(let place):
            state.withLock { state in
                state.places[place] = nil
                return .lost
            }
        }
    }

    private func hint(_ name: FolderWatch.Name, isComplete: Bool) -> Hint? {
        // A folder may hold files already.
        if name.isFolder { return .lost }
        guard let below = state.withLock({ $0.places[name.place] }) else { return nil }
        return .file(name.name, below: below, isComplete: isComplete)
    }
}
