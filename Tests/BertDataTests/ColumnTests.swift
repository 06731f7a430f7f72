import BertData
import BertStorage
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

  @Test(arguments: ["review,comment,label", "a,b,c", "text,category,class", "text,value,other"])
  func unclearChoiceListsHeadersAndOptions(_ header: String) throws {
    let error = try #require(try failure(header + "\n1,2,3\n"))
    #expect(error.code == .usage)
    for word in ["text-column", "label-column"] + header.split(separator: ",").map({ "'\($0)'" }) {
      #expect(error.description.contains(word))
    }
  }

  /// Objects of JSON have no first line that could be a row.
  @Test func unclearMembersAreNotToldOfHeaders() throws {
    for content in ["{\"a\":1,\"b\":2}\n", "{\"review\":\"x\",\"comment\":\"y\",\"label\":1}\n"] {
      for ending in ["jsonl", "json"] {
        let error = try #require(try failure(content, ending))
        #expect(error.code == .usage && error.description.contains("text-column"), "\(error)")
        #expect(!error.description.contains("no-header"), "\(error)")
      }
    }
    #expect(try failure("a,b,c\n1,2,3\n")?.description.contains("no-header") == true)
  }

  /// No option could choose between them.
  @Test(arguments: ["text,text,label", "Text, text,label", "text,label,label"])
  func aNameThatStandsTwiceIsToBeChanged(_ header: String) throws {
    let error = try #require(try failure(header + "\n1,2,3\n"))
    guard case .columnAmbiguous = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.code == .usage && error.description.contains("Rename one of them"))
  }

  @Test func aMissingColumnIsNamed() throws {
    let error = try #require(try failure("text,label\na,b\n", "csv", .init(textColumn: "review")))
    #expect(error.description.contains("'review'"))
    #expect(error.description.contains("'text', 'label'"))
    #expect(error.code == .usage)
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
    ("text;label\na, b;x\nc;y\n", "csv", "semicolons"), ("text\tlabel\na, b\tx\nc\ty\n", "csv", "tabs"),
    ("text,label\n\"a, b\",x\nc,y\n", "tsv", "commas"), ("text|label\na, b|x\nc|y\n", "csv", "vertical bars"),
  ])
  func anotherDelimiterIsTakenAndTold(_ content: String, _ ending: String, _ word: String) throws {
    let data = try dataset(content, ending)
    #expect(data.examples.map(\.text) == ["a, b", "c"])
    #expect(
      data.report.remarks.map(\.description).contains { $0.contains(word) && $0.contains("the option delimiter") })
  }

  /// Two candidates, or one that the rows do not have: nothing tells which it is.
  @Test(arguments: ["a;b|c\nd;e|f\n", "some;header\nno other\n"])
  func anUnclearDelimiterIsNotGuessed(_ content: String) throws {
    let error = try #require(try failure(content))
    guard case .wrongDelimiter = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains("the option delimiter") && error.code == .badData)
  }

  @Test func theDelimiterMayBeGiven() throws {
    let data = try dataset("text@label\na;b@x\n\"c@d\"@y\n", "csv", .init(delimiter: UInt8(ascii: "@")))
    #expect(data.examples.map(\.text) == ["a;b", "c@d"])
    let text = try dataset(
      "a x@pos\nb y@neg\n", "txt",
      .init(textColumn: "1", labelColumn: "2", delimiter: UInt8(ascii: "@"), hasNoHeader: true))
    #expect(text.examples.map(\.text) == ["a x", "b y"] && text.labels?.names == ["neg", "pos"])
    #expect(try failure("{}\n", "jsonl", .init(delimiter: UInt8(ascii: ";")))?.code == .usage)
  }

  @Test(arguments: [
    ("OriginalTweet,TweetAt,Sentiment\na,1,x\nb,2,y\n", "OriginalTweet", "Sentiment"),
    ("id,label,tweet\n1,x,a\n2,y,b\n", "tweet", "label"), ("text,labels\na,x\nb,y\n", "text", "labels"),
    ("Text,Language\na,x\nb,y\n", "Text", "Language"), ("result,content\nx,a\ny,b\n", "content", "result"),
    ("tweet_id,airline_sentiment,text\n1,x,a\n2,y,b\n", "text", "airline_sentiment"),
    ("text,review,label\na,q,x\nb,q,y\n", "text", "label"),
    ("text,id,label,sentiment\na,1,x,-0.4\nb,2,y,0.5\n", "text", "label"),
  ])
  func columnsAreToldByLikeness(_ content: String, _ text: String, _ label: String) throws {
    let data = try dataset(content)
    #expect(data.report.textColumn == text && data.report.labelColumn == label)
    #expect(data.examples.map(\.text) == ["a", "b"] && data.labels?.names == ["x", "y"])
    let told = data.report.remarks.contains { if case .columnsTaken = $0 { true } else { false } }
    #expect(told)
  }

  @Test func severalTextColumnsAreJoined() throws {
    let data = try dataset("title,body,label\nA,b c,x\n,d,y\n", "csv", .init(textColumn: "title,body"))
    #expect(data.examples.map(\.text) == ["A\n\nb c", "d"])
    let lines = "{\"t\":\"A\",\"b\":\"c\",\"label\":1}\n{\"t\":null,\"b\":\"d\",\"label\":2}\n"
    #expect(try dataset(lines, "jsonl", .init(textColumn: "t,b")).examples.map(\.text) == ["A\n\nc", "d"])
    // A member that is missing is as one that is empty; where all are, the row is bad, and one that no object has is named.
    let some = "{\"b\":\"c\"}\n{\"t\":\"A\"}\n{\"x\":1}\n{\"t\":\"\",\"b\":null}\n"
    for ending in ["jsonl", "json"] {
      let data = try dataset(some, ending, .init(textColumn: "t,b", badRows: .skip, needsLabels: false))
      #expect(
        data.examples.map(\.text) == ["c", "A"]
          && data.report.faults == [.missingField: tally(3), .emptyText: tally(4)])
      let none = try failure(some, ending, .init(textColumn: "t,z", badRows: .skip, needsLabels: false))
      #expect(none?.code == .usage && none?.description.contains("'z'") == true)
    }
    #expect(try failure("a,b,label\n1,2,x\n", "csv", .init(textColumn: "a,c"))?.code == .usage)
  }

  @Test func withoutHeaderTheFirstRowIsKept() throws {
    let options = ReadingOptions(textColumn: "2", labelColumn: "1", hasNoHeader: true)
    let data = try dataset("pos\tgood\nneg\tbad\n", "tsv", options)
    #expect(data.examples.map(\.text) == ["good", "bad"] && data.examples.map(\.line) == [1, 2])
    let three = try dataset(
      "\"1\",\"a\",\"b, c\"\n\"2\",\"d\",\"e\"\n", "csv",
      .init(textColumn: "2,3", labelColumn: "1", hasNoHeader: true))
    #expect(three.examples.map(\.text) == ["a\n\nb, c", "d\n\ne"])
    for error in [
      try failure("pos\tgood\nneg\tbad\n", "tsv", .init(hasNoHeader: true)),
      try failure("pos\tgood\n", "tsv", .init(textColumn: "3", labelColumn: "1", hasNoHeader: true)),
      try failure("pos\tgood\n", "tsv"),
    ] {
      #expect(error?.code == .usage)
    }
    #expect(try failure("pos\tgood\n", "tsv")?.description.contains("no-header") == true)
  }

  /// `body,spam` names columns, or is a spam text.
  @Test func aHeaderThatMayBeARowIsAskedAbout() throws {
    let content = "body,spam\nhello,ham\nwin,spam\n"
    guard case .headerMayBeRow(_, name: "spam", rows: 1)? = try failure(content) else {
      Issue.record("not asked")
      return
    }
    #expect(try dataset(content, "csv", .init(labelColumn: "spam")).examples.count == 2)
    #expect(try dataset("body,spam\nhello,0\nwin,1\n").examples.count == 2)
  }

  @Test func labelsAreNotSoughtForPrediction() throws {
    let data = try dataset("id,text\n1,a\n", "csv", .init(needsLabels: false))
    #expect(data.examples.map(\.text) == ["a"])
    #expect(data.examples[0].label == nil)
  }
}
