import ArgumentParser
import BertFT
import Foundation

/// `bertft models list`.
struct ModelList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: ModelsCommand.wording.list,
    discussion: """
      The cost is counted from an encoder's sizes. The time is an estimate from what this machine computes in a second, \
      which is measured once for each precision, in half a second, and kept in the cache.
      """)

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @Flag(name: .long, help: "Measure this machine's speed again.")
  var measure = false

  @Option(
    name: .long,
    help: ArgumentHelp("What the time is estimated for: an encoder that computes in this.", valueName: "p"))
  var precision: FloatPrecision = .fp32

  @OptionGroup var output: OutputOptions

  func run() throws {
    let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment)), console = output.console()
    console.tell(precision.precision)
    let speed = MachineSpeed.known(
      in: hub.configuration.cacheDirectory, precision: precision.precision, isMeasuredAnew: measure, console: console)
    let listing = ModelListing(hub: hub, speed: speed)
    try listing.print(json: json)
    if !json { for note in listing.notes { console.note(note) } }
  }
}
