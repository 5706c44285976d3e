// The limit of goal 5: a C++ QListView over as many rows as the inbox has, painted as the inbox's rows are.
// list_limit ROWS FRAMES STEP HEIGHT WIDTH VIEW_HEIGHT: prints a frame a line: its microseconds, and
// those of the processor.

#include <QAbstractListModel>
#include <QApplication>
#include <QElapsedTimer>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <cstdio>
#include <ctime>

class Rows : public QAbstractListModel {
public:
    explicit Rows(int count) : count(count) {}
    int rowCount(const QModelIndex &parent) const override { return parent.isValid() ? 0 : count; }
    QVariant data(const QModelIndex &, int) const override { return {}; }
    int count;
};

class Delegate : public QStyledItemDelegate {
public:
    Delegate(int height) : height(height) {
        text.setPixelSize(13);
        name = text;
        name.setWeight(QFont::DemiBold);
        meta = text;
        meta.setPixelSize(12);
        chip = text;
        chip.setPixelSize(11);
        face = QPixmap(32, 32);
        face.fill(Qt::lightGray);
        icon = QPixmap(16, 16);
        icon.fill(Qt::gray);
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override {
        return {option.rect.width(), height};
    }
    void paint(QPainter *p, const QStyleOptionViewItem &option, const QModelIndex &index) const override {
        const QRect a = option.rect;
        const int row = index.row();
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        p->fillRect(a, Qt::white);
        p->fillRect(QRect(a.left(), a.bottom(), a.width(), 1), QColor(230, 230, 230));
        p->drawPixmap(a.left() + 14, a.top() + 10, face);
        p->setPen(Qt::NoPen);
        p->setBrush(Qt::white);
        p->drawRoundedRect(QRectF(a.left() + 33, a.top() + 29, 19, 19), 5, 5);
        p->drawPixmap(a.left() + 35, a.top() + 31, icon);
        p->setBrush(Qt::blue);
        p->drawEllipse(QRectF(a.left() + 5, a.top() + 23, 6, 6));
        const int left = a.left() + 60, width = a.right() - left - 12;
        int top = a.top() + 9;
        write(p, QRect(left, top, width, 17), QStringLiteral("Customer %1").arg(row), name, Qt::black);
        write(p, QRect(left + 120, top, width - 160, 17), QStringLiteral("mentioned you on Mastodon"), meta, Qt::gray);
        write(p, QRect(a.right() - 40, top, 30, 17), QStringLiteral("%1 h").arg(row % 24), meta, Qt::gray);
        const QString said = QStringLiteral(
            "%1 the order has not arrived yet and nobody answers when I write about the box of biscuits that was "
            "broken, please tell me when it will be sent again").arg(row);
        for (const QString &line : broken(said, width)) {
            top += 17;
            write(p, QRect(left, top, width, 17), line, text, Qt::black);
        }
        top = a.bottom() - 26;
        for (int n = 0; n < 2; ++n) {
            p->setPen(Qt::gray);
            p->setBrush(Qt::white);
            p->drawRoundedRect(QRectF(left + n * 60 + .5, top + .5, 55, 18), 4, 4);
            write(p, QRect(left + n * 60 + 6, top, 50, 18), QStringLiteral("refund"), chip, Qt::darkGray);
        }
        p->drawPixmap(a.right() - 30, top, icon);
        write(p, QRect(a.right() - 90, top, 50, 18), QStringLiteral("%1 h").arg(row % 9), chip, Qt::red);
        p->restore();
    }

private:
    static void write(QPainter *p, const QRect &r, const QString &s, const QFont &font, const QColor &color) {
        p->setFont(font);
        p->setPen(color);
        p->drawText(r, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                    QFontMetrics(font).elidedText(s, Qt::ElideRight, r.width()));
    }
    QStringList broken(const QString &said, int width) const {
        QTextLayout layout(said, text);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(width);
        layout.endLayout();
        return {said.left(line.textLength()), said.mid(line.textLength())};
    }
    int height;
    QFont text, name, meta, chip;
    QPixmap face, icon;
};

static long long busy() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

int main(int argc, char **argv) {
    QApplication application(argc, argv);
    const auto number = [&](int n) { return QString::fromLatin1(argv[n]).toInt(); };
    Rows rows(number(1));
    QListView view;
    view.setUniformItemSizes(true);
    view.setLayoutMode(QListView::Batched);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setModel(&rows);
    Delegate delegate(number(4));
    view.setItemDelegate(&delegate);
    view.resize(number(5), number(6));
    view.show();
    for (int n = 0; n < 50; ++n)
        application.processEvents();
    view.doItemsLayout();
    QElapsedTimer clock;
    for (int n = 0; n < number(2); ++n) {
        const long long before = busy();
        clock.start();
        view.verticalScrollBar()->setValue(n * number(3));
        application.processEvents();
        const auto took = static_cast<long long>(clock.nsecsElapsed() / 1000);
        std::printf("%lld %lld\n", took, busy() - before);
    }
    return 0;
}
