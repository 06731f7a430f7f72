import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// In how many parts the batches of a training are computed, and by which processes.
struct ParallelFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: compute each batch in so many parts, 1, 2, 4 … \(TrainingOptions.mostParts), and add up their gradients in a fixed order. The result depends on this number, and on nothing of the processes that share the parts out.",
      valueName: "n"))
  var parts = 1

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which processes train the model together: those that an MPI launcher such as mpirun started (mpi), each by itself (none), or the first where there is more than one (auto).",
      valueName: "how"))
  var distributed = Distribution.auto

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Seconds that the other processes may take to answer before this one ends with 75.", valueName: "s"))
  var stepTimeout = 120.0

  @Flag(name: .long, help: "Print the notes of all processes that train together, each with its number.")
  var logRanks = false

  /// Which processes train a model together.
  enum Distribution: String, ExpressibleByArgument, CaseIterable {
    case auto, none, mpi
  }

  func validate() throws {
    guard stepTimeout.isFinite, stepTimeout >= 1, stepTimeout <= 86_400 else {
      throw ValidationError("--step-timeout is between 1 and 86400 seconds, not \(stepTimeout)")
    }
  }

  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Joins the other processes; alone where there are none.
  ///
  /// - Throws: `ParallelError` where MPI is asked for and not available, and for more processes than parts.
  func exchange() throws -> any GradientExchange {
    let environment = Self.environment
    guard distributed == .mpi || distributed == .auto && MPIExchange.started(environment) > 1 else {
      return NoExchange()
    }
    let exchange = try MPIExchange(environment: environment, limit: stepTimeout) { message in
      AsideFile.discardAll()
      for line in [message] + WorkUnderWay.leave() { Self.say(line.commandLine) }
      _exit(ExitStatus.tryAgain.rawValue)
    }
    guard exchange.ranks <= max(1, parts) else {
      throw ParallelError.tooFewParts(parts: parts, ranks: exchange.ranks)
    }
    return exchange
  }

  /// Runs the work of one of several processes. An error that all of them meet is reported by the first alone.
  ///
  /// - Throws: `CommandFailure` with several processes; with one, what the work throws.
  func running(_ exchange: any GradientExchange, _ work: () throws -> Void) throws {
    do {
      try work()
      (exchange as? MPIExchange)?.leave()
    } catch let error as any CodedError where exchange.ranks > 1 {
      let failure = CommandFailure(error)
      switch error {
      case TuningError.parallel, TuningError.diverged:
        // All processes meet this error. The launcher ends all when one ends, so the first reports it before they meet.
        if exchange.leads { Self.say(failure.message) }
        exchange.meet()
        throw CommandFailure(failure.status, "")
      case TuningError.interrupted where !exchange.leads: throw CommandFailure(failure.status, "")
      default:
        throw exchange.leads ? failure : CommandFailure(failure.status, "rank \(exchange.rank): \(failure.message)")
      }
    }
  }

  private static func say(_ message: String) {
    StandardError.write("bertft: \(message)\n", patience: StandardError.lastPatience)
  }

  /// The console of this process.
  func console(_ exchange: any GradientExchange, quiet: Bool) -> Console {
    if exchange.leads { return Console(quiet: quiet, prefix: logRanks && exchange.ranks > 1 ? "rank 0: " : "") }
    return logRanks ? Console(quiet: quiet, prefix: "rank \(exchange.rank): ") : Console(quiet: true, isMute: true)
  }

  /// Threads of this process. Processes on one machine share its cores, unless the launcher has bound each to its own.
  func threads(_ compute: ComputeOptions, _ exchange: any GradientExchange) -> Int {
    let all = compute.threadCount
    guard compute.threads == nil, exchange.ranks > 1, all == ProcessInfo.processInfo.processorCount else { return all }
    return max(1, all / MPIExchange.startedHere(Self.environment))
  }
}
