import BertFT
import BertStorage
import Foundation
import Synchronization

/// Standard error: notes, progress and errors. Results never come here.
final class Console: Sendable {
  /// Whether notes and progress are suppressed.
  let isQuiet: Bool
  /// The beginning of each line; it names the process where several write.
  private let prefix: String
  /// Whether warnings are suppressed too, because another process prints them.
  private let isMute: Bool
  /// Whether standard error is a terminal that can redraw a line.
  let isTerminal: Bool
  private let state: Mutex<State>

  private struct State {
    var progressWidth = 0
    var lastPlainLine: ContinuousClock.Instant?
    var lastDrawing: ContinuousClock.Instant?
  }

  init(quiet: Bool, prefix: String = "", isMute: Bool = false) {
    isQuiet = quiet
    self.prefix = prefix
    self.isMute = isMute
    let terminal = ProcessInfo.processInfo.environment["TERM"]
    // Several processes would overwrite each other's line.
    isTerminal = !EventLines.isOn && isatty(STDERR_FILENO) == 1 && terminal != "dumb" && prefix.isEmpty
    state = Mutex(State())
  }

  /// Whether colour and weight are allowed (see no-color.org).
  var allowsColour: Bool {
    isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Prints a line that a person may want to read; `--quiet` suppresses it.
  func note(_ line: String) {
    if EventLines.isOn {
      EventLines.tell("note", ["text": .string(line)])
    } else if !isQuiet {
      writeLine(line)
    }
  }

  /// Prints a line that a person must read, even with `--quiet`.
  func warn(_ line: String) {
    if isMute { return }
    if EventLines.isOn {
      EventLines.tell("warning", ["text": .string(line)])
    } else {
      writeLine("warning: " + line)
    }
  }

  /// Shows the state of long work: on a terminal a bar that is redrawn at most ten times a second, elsewhere a plain
  /// line about every ten seconds.
  ///
  /// - Parameters:
  ///   - fraction: How much is done, from 0 to 1; nil where the end is not known.
  ///   - text: The text beside the bar.
  func progress(_ fraction: Double?, _ text: String) {
    if isQuiet { return }
    if EventLines.isOn {
      return EventLines.tellOften(
        "progress", ["share": fraction.map(JSONValue.double) ?? .null, "text": .string(text)])
    }
    let text = PlainText.shown(text).replacing("\n", with: " ")
    let now = ContinuousClock.now
    state.withLock { state in
      if isTerminal {
        if let last = state.lastDrawing, now - last < .milliseconds(100) { return }
        state.lastDrawing = now
        var line = bar(fraction) + text
        let width = Table.width(line)
        let columns = terminalColumns
        if width >= columns { line = String(line.unicodeScalars.prefix(max(0, columns - 1))) }
        let gap = max(0, state.progressWidth - Table.width(line))
        state.progressWidth = Table.width(line)
        Self.write("\r" + line + String(repeating: " ", count: gap))
      } else {
        guard let last = state.lastPlainLine else {
          state.lastPlainLine = now
          return
        }
        if now - last < .seconds(10) { return }
        state.lastPlainLine = now
        Self.write(prefix + (fraction.map { Figures.fixed($0 * 100, 0) + " %, " } ?? "") + text + "\n")
      }
    }
  }

  /// Erases the bar, so that the next line starts at the left.
  func endProgress() {
    state.withLock { state in
      eraseBar(&state)
      state.lastDrawing = nil
      state.lastPlainLine = nil
    }
  }

  private func writeLine(_ line: String) {
    state.withLock { state in
      eraseBar(&state)
      Self.write(PlainText.shown(prefix + line) + "\n")
    }
  }

  private func eraseBar(_ state: inout State) {
    if state.progressWidth > 0 { Self.write("\r" + String(repeating: " ", count: state.progressWidth) + "\r") }
    state.progressWidth = 0
  }

  private func bar(_ fraction: Double?) -> String {
    guard let fraction else { return "" }
    let cells = 16
    let full = Int((min(max(fraction, 0), 1) * Double(cells)).rounded(.down))
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: cells - full)
    return "[\(bar)] \(String(format: "%3.0f", min(max(fraction, 0), 1) * 100)) %  "
  }

  private var terminalColumns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes to standard error. Text that cannot be written is lost, and the program continues.
  static func write(_ text: String) { StandardError.write(text) }
}
