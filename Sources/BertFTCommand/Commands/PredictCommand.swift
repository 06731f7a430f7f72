import ArgumentParser
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "predict", abstract: "x")
  @OptionGroup var output: OutputOptions
  @OptionGroup var compute: ComputeOptions
  func run() throws {
    var console = output.console(); let t = Table(["a","b"]); print(t.lines)
    for i in 0..<50 { console.progress(Double(i)/50, "hello"); _ = try? Waiting.result { try await Task.sleep(for: .milliseconds(100)) } }
    console.endProgress()
    _ = console
  }
}
