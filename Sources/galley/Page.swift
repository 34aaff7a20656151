/// Text being put together, with or without colour.
struct Page {
    /// How a run of text looks.
    enum Ink: String {
        case plain = ""
        case title = "1"
        case quiet = "2"
        case removed = "31"
        case added = "32"
        case doubtful = "33"
    }

    let usesColor: Bool
    private(set) var bytes: [UInt8] = []

    init(usesColor: Bool) { self.usesColor = usesColor }

    mutating func put(_ text: [UInt8], _ ink: Ink = .plain) {
        guard usesColor, ink != .plain, !text.isEmpty else {
            bytes += text
            return
        }
        // Spaces have no colour of their own to show.
        let isBlank = text.allSatisfy { $0 == 0x20 } && ink != .quiet
        bytes += "\u{1B}[\(ink.rawValue)\(isBlank ? ";7" : "")m".utf8
        bytes += text
        bytes += "\u{1B}[0m".utf8
    }

    mutating func put(_ text: String, _ ink: Ink = .plain) { put(Array(text.utf8), ink) }

    mutating func space(_ columns: Int) {
        if columns > 0 { bytes.append(contentsOf: repeatElement(0x20, count: columns)) }
    }

    /// Ends the line, without spaces at its end.
    mutating func endLine() {
        while bytes.last == 0x20 { bytes.removeLast() }
        bytes.append(0x0A)
    }
}
