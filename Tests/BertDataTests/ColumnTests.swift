import BertData
import Testing

struct ColumnTests {
  @Test func namesAreFoundInAnyCase() throws {
    let data = try dataset("ID, Review ,SENTIMENT\n1,a,x\n2,b,y\n")
    #expect(data.report.textColumn == " Review ")
    #expect(data.report.labelColumn == "SENTIMENT")
  }

  @Test func optionsDecide() throws {
    let content = "text,message,label,spam\na,b,0,1\nc,d,1,0\n"
    let data = try dataset(content, "csv", .init(textColumn: "MESSAGE", labelColumn: "spam", textPairColumn: "text"))
    #expect(data.examples.map(\.text) == ["b", "d"])
    #expect(data.examples.map(\.pair) == ["a", "c"])
    #expect(data.examples.map(\.label) == [1, 0])
  }

  @Test func thePairIsNotTheText() throws {
    let data = try dataset("text,body,label\na,b,0\nc,d,1\n", "csv", .init(textPairColumn: "body"))
    #expect(data.report.textColumn == "text")
  }

  @Test(arguments: ["text,review,label", "a,b,c", "text,label,class", "text,value"])
  func unclearChoiceListsHeadersAndOptions(_ header: String) throws {
    let error = try #require(try failure(header + "\n1,2,3\n"))
    #expect(error.kind.exitCode == 64)
    for word in ["--text-column", "--label-column"] + header.split(separator: ",").map({ "'\($0)'" }) {
      #expect(error.description.contains(word))
    }
  }

  /// No option could choose between them.
  @Test(arguments: ["text,text,label", "Text, text,label", "text,label,label"])
  func aNameThatStandsTwiceIsToBeChanged(_ header: String) throws {
    let error = try #require(try failure(header + "\n1,2,3\n"))
    guard case .columnAmbiguous = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.kind.exitCode == 64 && error.description.contains("Rename one of them"))
  }

  @Test func aMissingColumnIsNamed() throws {
    let error = try #require(try failure("text,label\na,b\n", "csv", .init(textColumn: "review")))
    #expect(error.description.contains("'review'"))
    #expect(error.description.contains("'text', 'label'"))
    #expect(error.kind.exitCode == 64)
  }

  @Test func oneColumnCannotServeTwice() throws {
    guard
      case .columnUsedTwice(_, _, name: "text", _)? =
        try failure("text,label\na,b\n", "csv", .init(textColumn: "text", labelColumn: "text"))
    else {
      Issue.record("no error")
      return
    }
  }

  @Test func namesDifferInTheirBytes() throws {
    // Equal to Swift's ==, but not the same name.
    let error = try failure("e\u{301},label\na,b\n", "csv", .init(textColumn: "\u{E9}"))
    guard case .columnNotFound = error else {
      Issue.record("found")
      return
    }
  }

  @Test func doubledNamesAreAmbiguous() throws {
    guard case .columnAmbiguous = try failure("x,x,label\na,b,c\n", "csv", .init(textColumn: "x")) else {
      Issue.record("no error")
      return
    }
  }

  @Test(arguments: [
    ("text;label\na;b\n", "csv", "semicolons"), ("text\tlabel\na\tb\n", "csv", "--input-format tsv"),
    ("text,label\na,b\n", "tsv", "--input-format csv"), ("text|label\na|b\n", "csv", "vertical bars"),
  ])
  func anotherDelimiterIsNamed(_ content: String, _ ending: String, _ word: String) throws {
    let error = try #require(try failure(content, ending))
    #expect(error.description.contains(word))
    #expect(error.kind.exitCode == 65)
  }

  @Test func labelsAreNotSoughtForPrediction() throws {
    let data = try dataset("id,text\n1,a\n", "csv", .init(needsLabels: false))
    #expect(data.examples.map(\.text) == ["a"])
    #expect(data.examples[0].label == nil)
  }
}
