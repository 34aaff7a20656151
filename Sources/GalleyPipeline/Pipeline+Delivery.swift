public import GalleyStages

extension Pipeline {
    /// How the service takes files in and gives them out: the key `delivery` of a pipeline file.
    public struct Delivery: StageOptions, Equatable {
        /// What becomes of an original whose copy is delivered.
        public enum Originals: String, CaseIterable, Sendable {
            /// It goes to the archive, into a folder of its day.
            case keep
            /// It is removed.
            case delete
        }
        /// What becomes of a copy whose name is taken in the outbox.
        public enum Collision: String, CaseIterable, Sendable {
            /// It is called `name~1.ext`, or the next number that is free.
            case number
            /// It takes the place of the other.
            case replace
        }
        /// What becomes of a file with a second name elsewhere, which could change it later.
        public enum HardLinks: String, CaseIterable, Sendable {
            /// It goes to the quarantine.
            case setAside = "set-aside"
            /// It is cleaned like any other.
            case take
        }
        /// Who may read what is delivered.
        public enum Readers: String, CaseIterable, Sendable {
            /// The service's own user.
            case owner
            /// Its group too.
            case group
            /// Everybody.
            case all
        }

        /// What becomes of an original whose copy is delivered.
        public var originals = Originals.keep
        /// For how many days the archive keeps them; 0 for ever.
        public var archiveDays = 0
        /// For how many seconds a file of which the system does not say that it is complete must stay as it is.
        public var settle = 1.0
        /// After how many seconds the inbox is listed again, in case that a hint was missed.
        public var rescan = 30
        /// Whether files in folders below the inbox are taken; their copies lie in folders of the same names.
        public var subfolders = false
        /// What becomes of a copy whose name is taken.
        public var collision = Collision.number
        /// What becomes of a file with a second name.
        public var hardLinks = HardLinks.setAside
        /// Who may read what is delivered.
        public var readers = Readers.group
        /// After how many seconds an article that is not done is set aside.
        public var deadline = 60
        /// How often a file that cannot be read is tried before it is set aside.
        public var attempts = 3
        /// Below how much free space, in MiB, no file is taken.
        public var freeSpace = 256
        /// How many files are delivered together at most.
        public var batchFiles = 64
        /// How many MiB are delivered together, about, at most.
        public var batchSize = 16

        /// What suits most.
        public init() {}

        static let fields: [OptionField<Self>] = [
            .choice("originals", \.originals, "What becomes of originals: keep moves them to the archive."),
            .integer(
                "archive-days",
                \.archiveDays,
                in: 0...36_500,
                "For how many days the archive keeps them; 0 for ever."
            ),
            .number(
                "settle",
                \.settle,
                in: 0...3600,
                "For how many seconds a file must stay as it is when nothing says that it is complete."
            ),
            .integer("rescan", \.rescan, in: 1...86_400, "After how many seconds the inbox is listed again."),
            .flag("subfolders", \.subfolders, "Takes files in folders below the inbox too."),
            .choice("collision", \.collision, "What becomes of a copy whose name is taken in the outbox."),
            .choice("hard-links", \.hardLinks, "What becomes of a file with a second name elsewhere."),
            .choice("readers", \.readers, "Who may read what is delivered."),
            .integer("deadline", \.deadline, in: 1...3600, "After how many seconds an article is set aside."),
            .integer("attempts", \.attempts, in: 1...100, "How often a file that cannot be read is tried."),
            .integer("free-space", \.freeSpace, in: 0...1 << 30, "Below how many free MiB no file is taken."),
            .integer("batch-files", \.batchFiles, in: 1...4096, "How many files are delivered together at most."),
            .integer("batch-size", \.batchSize, in: 1...1024, "How many MiB are delivered together, about, at most."),
        ]
    }
}
