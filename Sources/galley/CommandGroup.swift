/// Commands that share their first word, as in `galley topics train`.
struct CommandGroup: Sendable {
    let name: String
    /// One line, for the list of commands.
    let summary: String
    /// Each with its whole name.
    let commands: [Command]

    /// The command that the words begin with.
    func command(_ words: ArraySlice<[UInt8]>) -> Command? {
        guard let second = words.dropFirst().first else { return nil }
        return commands.first { "\($0.name)".utf8.elementsEqual(Array("\(name) ".utf8) + second) }
    }
}
