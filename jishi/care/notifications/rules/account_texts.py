"""What people are told of their account, their coupons, and what they like."""

from jishi.care.notifications.rules.making import EVERYWHERE, SITE, to_user
from jishi.care.notifications.types import Topic

TEXTS = (
    to_user(
        "accounts.registered",
        Topic.ACCOUNT,
        "site",
        link="home",
        zh=("欢迎来到{site}", "注册成功。完善收货地址，下单会更快。"),
        en=("Welcome to {site}", "Your account is ready. Add an address to check out faster."),
    ),
    to_user(
        "accounts.password_changed",
        Topic.ACCOUNT,
        "time",
        link="security",
        zh=(
            "登录密码已修改",
            "您的登录密码于 {time} 修改，其他设备已退出登录。如非本人操作，请立即重置密码。",
        ),
        en=(
            "Your password was changed",
            "Your password was changed on {time}; other devices were signed out."
            " If this was not you, reset it at once.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "accounts.contact_verified",
        Topic.ACCOUNT,
        "contact",
        link="security",
        zh=("联系方式已绑定", "{contact} 已绑定到您的账号，可用于登录和找回密码。"),
        en=(
            "Contact confirmed",
            "{contact} now belongs to your account and can be used to sign in.",
        ),
    ),
    to_user(
        "accounts.closing",
        Topic.ACCOUNT,
        "until",
        link="security",
        zh=("账号注销申请已受理", "您的账号将于 {until} 注销。在此之前登录即可撤销。"),
        en=(
            "Your account is about to close",
            "Your account closes on {until}. Sign in before then to keep it.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "accounts.role_assigned",
        Topic.ACCOUNT,
        "role",
        link="console",
        zh=("您有了新的工作权限", "您已被授予“{role}”角色。"),
        en=("You have a new role", "You were given the role “{role}”."),
    ),
    to_user(
        "promotions.coupon_received",
        Topic.PROMOTIONS,
        "coupon until",
        link="coupons",
        zh=("优惠券已到账", "“{coupon}”已放入您的卡包，有效期至 {until}。"),
        en=("You have a coupon", "“{coupon}” is yours until {until}."),
        channels=SITE,
    ),
    to_user(
        "promotions.coupon_expiring",
        Topic.PROMOTIONS,
        "coupon until days",
        link="coupons",
        zh=("优惠券即将过期", "“{coupon}”还有 {days} 天过期（{until}），别忘了使用。"),
        en=(
            "A coupon is about to expire",
            "“{coupon}” expires in {days} day(s), on {until}.",
        ),
    ),
    to_user(
        "loyalty.points_expiring",
        Topic.PROMOTIONS,
        "points until days",
        link="points",
        zh=("积分即将过期", "{days} 天内有 {points} 积分过期，最早于 {until} 失效，别忘了使用。"),
        en=(
            "Points are about to expire",
            "{points} points expire within {days} day(s), the first on {until}.",
        ),
    ),
    to_user(
        "loyalty.level_raised",
        Topic.ACCOUNT,
        "level",
        link="points",
        zh=("会员等级提升了", "恭喜您成为{level}，新的权益已经生效。"),
        en=("You reached a new level", "You are now {level}. What it gives you holds at once."),
        channels=SITE,
    ),
    to_user(
        "loyalty.level_lowered",
        Topic.ACCOUNT,
        "level",
        link="points",
        zh=("会员等级有变化", "近一年的成长值不足以保留原等级，您现在是{level}。"),
        en=(
            "Your level changed",
            "The growth of the last year was too little to keep your level. You are now {level}.",
        ),
    ),
    to_user(
        "loyalty.level_endangered",
        Topic.ACCOUNT,
        "level until",
        link="points",
        zh=(
            "会员等级即将到期",
            "近一年的成长值暂不足以保留{level}，在 {until} 前补足即可保级。",
        ),
        en=(
            "Your level is about to end",
            "The growth of the last year does not keep {level}. Reach it again by {until}"
            " and it stays.",
        ),
    ),
    to_user(
        "goods.back_in_stock",
        Topic.FAVORITES,
        "product slug",
        link="product",
        zh=("您等的商品到货了", "{product}重新有货，数量有限。"),
        en=("Back in stock", "{product} can be bought again, while stocks last."),
        channels=EVERYWHERE,
    ),
    to_user(
        "goods.got_cheaper",
        Topic.FAVORITES,
        "product slug amount",
        link="product",
        zh=("收藏的商品降价了", "{product}现价 {amount} 起。"),
        en=("A favorite got cheaper", "{product} now starts at {amount}."),
    ),
    to_user(
        "reviews.replied",
        Topic.ORDERS,
        "product shop",
        link="review",
        zh=("商家回复了您的评价", "{shop}回复了您对{product}的评价。"),
        en=("The shop replied to your review", "{shop} replied to your review of {product}."),
        channels=SITE,
    ),
    to_user(
        "reviews.hidden",
        Topic.ORDERS,
        "product reason",
        link="review",
        zh=("您的评价已被隐藏", "您对{product}的评价未公开显示，原因：{reason}。"),
        en=("Your review was hidden", "Your review of {product} is not shown: {reason}."),
    ),
    to_user(
        "merchants.submitted",
        Topic.ACCOUNT,
        "shop",
        link="application",
        zh=("入驻申请已提交", "“{shop}”的入驻资料已提交，我们会尽快审核。"),
        en=(
            "Application submitted",
            "The application of “{shop}” is with us and will be reviewed soon.",
        ),
    ),
    to_user(
        "merchants.rejected",
        Topic.ACCOUNT,
        "shop",
        link="application",
        zh=("入驻申请需要修改", "“{shop}”的入驻资料未通过审核，请按意见修改后重新提交。"),
        en=(
            "Application sent back",
            "The application of “{shop}” needs changes. Please see what is asked for"
            " and submit it again.",
        ),
    ),
    to_user(
        "merchants.opened",
        Topic.ACCOUNT,
        "shop",
        link="console",
        zh=("店铺开业了", "“{shop}”已通过审核，现在可以上架商品、开始营业。"),
        en=("Your shop is open", "“{shop}” was approved. You can list goods and sell now."),
    ),
    to_user(
        "merchants.suspended",
        Topic.ACCOUNT,
        "shop reason",
        link="console",
        zh=("店铺已暂停营业", "“{shop}”已被暂停营业：{reason}。已售订单仍需按时发货。"),
        en=(
            "Your shop was suspended",
            "“{shop}” may not sell for now: {reason}. Orders already sold are still to be shipped.",
        ),
    ),
    to_user(
        "merchants.reopened",
        Topic.ACCOUNT,
        "shop",
        link="console",
        zh=("店铺恢复营业", "“{shop}”已恢复营业。"),
        en=("Your shop may sell again", "“{shop}” is open again."),
    ),
)
