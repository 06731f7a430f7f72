import BertFT
import Foundation
import Synchronization

/// Standard error: notes, progress and errors. Results never come here.
final class Console: Sendable {
  /// Whether notes and progress are kept back.
  let isQuiet: Bool
  /// Whether a person watches: standard error is a terminal that can redraw a line.
  let isTerminal: Bool
  private let state: Mutex<State>

  private struct State {
    var progressWidth = 0
    var lastPlainLine: ContinuousClock.Instant?
    var lastDrawing: ContinuousClock.Instant?
  }

  init(quiet: Bool) {
    isQuiet = quiet
    let terminal = ProcessInfo.processInfo.environment["TERM"]
    isTerminal = isatty(STDERR_FILENO) == 1 && terminal != "dumb"
    state = Mutex(State())
  }

  /// Whether colour and weight are allowed (see no-color.org).
  var allowsColour: Bool {
    isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// A line a person may want to read, kept back by `--quiet`.
  func note(_ line: String) {
    if !isQuiet { writeLine(line) }
  }

  /// A line that must be read, whatever `--quiet` says.
  func warn(_ line: String) { writeLine("warning: " + line) }

  /// The state of a long piece of work: on a terminal a bar that is drawn anew at most ten times a second, elsewhere
  /// a plain line about every ten seconds.
  ///
  /// - Parameters:
  ///   - fraction: how much is done, from 0 to 1; nil where the end is not known.
  ///   - text: what stands beside the bar.
  func progress(_ fraction: Double?, _ text: String) {
    if isQuiet { return }
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
        write("\r" + line + String(repeating: " ", count: gap))
      } else {
        guard let last = state.lastPlainLine else {
          state.lastPlainLine = now
          return
        }
        if now - last < .seconds(10) { return }
        state.lastPlainLine = now
        write((fraction.map { Figures.fixed($0 * 100, 0) + " %, " } ?? "") + text + "\n")
      }
    }
  }

  /// Takes the bar away; the next line starts at the left.
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
      write(PlainText.shown(line) + "\n")
    }
  }

  private func eraseBar(_ state: inout State) {
    if state.progressWidth > 0 { write("\r" + String(repeating: " ", count: state.progressWidth) + "\r") }
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

  /// A note that cannot be written is lost, nothing more.
  private func write(_ text: String) { StandardError.write(text) }
}
