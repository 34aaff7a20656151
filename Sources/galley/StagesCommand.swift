internal import GalleyStages

extension Command {
    /// The catalogue of stages.
    static let stages = Command(
        "stages",
        "Lists the stages, or explains one: its options, rules and examples.",
        operands: Operands("[NAME]", 0...1),
        examples: [
            ("galley stages", "lists all stages"),
            ("galley stages normalize-quotes", "explains one"),
        ]
    ) { arguments, console throws(Failure) in
        let cards = shippedStages.map { $0.card }
        let column = (cards.map(\.name.count).max() ?? 0) + 2
        for card in cards {
            let space = String(repeating: " ", count: column - card.name.count)
            try console.out.write(card.name + space + card.summary + "\n")
        }
        return .done
    }
}
