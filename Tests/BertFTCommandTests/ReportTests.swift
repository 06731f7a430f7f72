import Foundation
import Testing

/// The page that a run leaves in its bundle, and its drawings in the terminal.
struct ReportTests {
  @Test func pageIsWrittenNamedAndOfThisRun() throws {
    let folder = try Folder()
    let out = folder.path("out")
    let arguments = try Fixture.training(try Fixture.reviews.get(), out: out) + ["--labels", "pos,neg,neu", "--plot"]
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("report \(out)/report.html"))
    #expect(outcome.output.contains("training loss by epoch") && outcome.output.contains("recall"))
    let page = try String(contentsOfFile: out + "/report.html", encoding: .utf8)
    for part in ["id=\"summary\"", "id=\"labels\"", "id=\"calibration\"", "id=\"errors\"", "id=\"data\"", "id=\"run\""]
    {
      #expect(page.contains(part), "\(part)")
    }
    // Words are weighed, and the command is there to be repeated.
    #expect(page.contains("<mark class=") && page.contains("--labels pos,neg,neu --plot</pre>"))
  }

  @Test func plotAndJSONExcludeEachOther() throws {
    let outcome = try Program.run(["train", "x.csv", "--plot", "--json"])
    #expect(outcome.status == 64 && outcome.errors.contains("--plot"), "\(outcome)")
  }
}
