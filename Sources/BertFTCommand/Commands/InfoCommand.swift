import ArgumentParser
import BertFT
import BertKernels

/// `bertft info`: shows what this machine is and measures how fast it computes.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Tells what this machine is, which kernels compute on it, and how fast they are.",
    discussion: """
      The figures are measured, in about two seconds: the quickest of several products with a packed factor, on one thread \
      and on all, and the sum of more numbers than the caches hold. Other programs that run make them smaller.
      """)

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var compute: ComputeOptions

  func run() throws {
    let machine = Machine.current
    let peaks = Processor.isSupported ? MachinePeaks(threads: compute.threadCount, machine: machine) : nil
    let report = MachineReport(machine: machine, peaks: peaks)
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
  }
}
