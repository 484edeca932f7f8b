"""The house's thesaurus: each line holds words that a customer may use for one thing of trade.

Written by hand for shops; a word may stand in several lines. Chinese entries are looked for as
parts of the text, English ones as words, whatever their ending.
"""

ENGLISH = """
parcel package shipment delivery ship postage freight
arrive come get receive deliver reach
invoice bill receipt
voucher coupon discount promo promotion code
refund reimbursement reimburse money back repay
cost price much pay fee charge expensive
cancel undo stop withdraw revoke
delete remove close erase
broken crack smash shatter pieces damage chip
order purchase buy bought
exchange swap change replace
login log sign password account
shop store
company business firm office
wrong mistake different
decline fail reject transaction
gift present birthday
wrap wrapping
lime limescale scale crust
guarantee warranty repair fix
newsletter advertising unsubscribe spam
wholesale bulk
brew steep infuse
keep fresh
address street home move
track follow
open hours
rust rusty
size big small large
"""

CHINESE = """
快递 包裹 物流 运单
运费 邮费 快递费
退款 退钱 退的钱 退回来的钱
退货 退回 寄回
优惠码 优惠券 折扣码 折扣券
发票 收据
取消 撤销 不想要 不要了
破损 破了 碎 裂 摔坏
送达 送到 收到 到货 几天能到
换货 调换 想换
发错 寄错 不是我买的
地址 搬家
水垢 白垢
保修 维修 修理
登录 密码 登不上
注销 删除 删掉
退订 取消订阅 不要再发
批发 批量 采购
付款 支付 付钱 付不
失败 被拒 不成功
门店 店铺 实体店
礼物 送人
企业 公司
生锈 锈
"""


EMPTY_ENGLISH = """
a about again all am an and any are as at be been but by can could did do does doing don for from had
has have having he her here his how i if in into is isn it its just may me might more most my no not
now of on one only or other our out over own please s same she should so some still such t than that
the their them then there these they this those to too under until up us very was way we were what when
where which while who why will with won would yet you your
"""
"""Words that most questions hold and no article is about."""

EMPTY_CHINESE = (
    "的了吗呢吧啊呀是我你您他她它们在有和与或就也都还会能可以这那什么怎么样多少几哪里个把被请"
)


def groups(lines: str) -> list[list[str]]:
    return [line.split() for line in lines.strip().splitlines()]
