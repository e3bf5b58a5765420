import Testing

@testable import Sessions

@Suite("What was lately heard of")
struct RecentNewsTests {
    @Test("News of a session concerns what was asked before it, and only that session")
    func concerns() {
        var news = RecentNews(capacity: 4)
        let before = news.count
        news.add("a")
        let after = news.count
        news.add("b")
        #expect(news.mayConcern("a", since: before))
        #expect(!news.mayConcern("a", since: after))
        #expect(news.mayConcern("b", since: after))
        #expect(!news.mayConcern("c", since: before))
    }

    @Test("What is forgotten may have been about any session")
    func forgotten() {
        var news = RecentNews(capacity: 4)
        for number in 0..<5 { news.add("\(number)") }
        #expect(news.mayConcern("x", since: 0))
        #expect(!news.mayConcern("x", since: 1))
        for number in 1..<5 { #expect(news.mayConcern("\(number)", since: 1)) }
        #expect(!news.mayConcern("0", since: 1))
    }
}
