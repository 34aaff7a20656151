internal import GalleyStages

extension Pipeline {
    /// Where articles are remembered, and for how long.
    public struct Memory: Sendable, Equatable {
        /// The folder of the index; `nil` if the pipeline names neither one nor a spool.
        public let path: String?
        /// For how many days.
        public let days: Int
        /// The pipeline names the folder.
        public let isNamed: Bool
    }

    /// What `dedupe-articles` asks for; `nil` if the pipeline has no such stage.
    public var memory: Memory? {
        for stage in engine.stages {
            guard let stage = stage.stage as? DedupeArticles else { continue }
            let path = stage.index.map { Files.settled(Files.join(folder, $0)) } ?? spool.map { $0.path + "/articles" }
            return Memory(path: path, days: stage.window, isNamed: stage.index != nil)
        }
        return nil
    }
}
